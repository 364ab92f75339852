const form = document.querySelector("form");
const answer = document.getElementById("answer");

// What an input holds, as JSON has it: true or false, a number, or a text.
function valueOf(input) {
    if (input.type === "checkbox") {
        return input.checked;
    }
    return input.type === "number" ? input.valueAsNumber : input.value;
}

form.addEventListener("submit", async (event) => {
    event.preventDefault(); // the browser would leave this page
    const inputs = {};
    for (const input of form.querySelectorAll("[name]")) {
        inputs[input.name] = valueOf(input);
    }
    try {
        const response = await fetch(form.action, {
            method: "POST",
            headers: {"Content-Type": "application/json"},
            body: JSON.stringify(inputs),
        });
        const body = await response.json();
        answer.textContent = body.prediction ?? body.error; // textContent: nothing in it becomes HTML
    } catch {
        answer.textContent = "the app did not answer; is it still running?";
    }
});
