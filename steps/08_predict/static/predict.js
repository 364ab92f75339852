const form = document.getElementById("flower");
const answer = document.getElementById("answer");

form.addEventListener("submit", async (event) => {
    event.preventDefault(); // the browser would leave this page
    const inputs = {};
    for (const input of form.querySelectorAll("input")) {
        inputs[input.name] = input.valueAsNumber;
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
