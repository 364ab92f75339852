"""Single faults as people make them: each is another program, made of one part of a text."""

import ast
from collections.abc import Iterator
from contextlib import suppress
from types import EllipsisType

Placed = ast.expr | ast.stmt  # what says where it stands

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE,
    ast.LtE: ast.Gt, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
}


def changes(text: str) -> Iterator[tuple[int, str]]:
    """Yield each changed text that is still Python, with the line of the change."""
    tree = ast.parse(text)
    untouched = {id(each) for node in ast.walk(tree) for each in _untouched(node)}
    for node in ast.walk(tree):
        if id(node) in untouched:
            continue
        for old, new in _faults(node):
            changed = _spliced(text, old, new)
            with suppress(SyntaxError):
                ast.parse(changed)
                yield old.lineno, changed


def _untouched(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what nothing hangs on, and the parts of f-strings, which say not where they stand."""
    for part in (*_said(node), *_types(node)):
        yield from ast.walk(part)


def _said(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a docstring, and the parts of an f-string."""
    match node:
        case (
            ast.Module(body=[ast.Expr(value=ast.Constant(value=str())) as docstring, *_])
            | ast.FunctionDef(body=[ast.Expr(value=ast.Constant(value=str())) as docstring, *_])
            | ast.ClassDef(body=[ast.Expr(value=ast.Constant(value=str())) as docstring, *_])
        ):
            yield docstring
        case ast.JoinedStr():
            yield from node.values
        case _:
            return


def _types(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what only a type checker reads."""
    match node:
        case (
            ast.AnnAssign(annotation=ast.expr() as written)
            | ast.arg(annotation=ast.expr() as written)
            | ast.FunctionDef(returns=ast.expr() as written)
            | ast.Subscript(value=ast.Name(id="Literal"), slice=written)
            | ast.Call(func=ast.Name(id="cast" | "TypeVar"), args=[written, *_])
        ):
            yield written
        case ast.ClassDef():  # what a dataclass forbids, and where
            yield from node.decorator_list
        case ast.Expr(value=ast.Constant(value=EllipsisType())):
            yield node
        case _:
            return


def _faults(node: ast.AST) -> Iterator[tuple[Placed, str]]:
    """Yield what a part of the code could be by mistake: which part, and the text for it."""
    if isinstance(node, ast.stmt):
        yield from _statement(node)
    if isinstance(node, ast.expr):
        yield from ((node, text) for text in _expression(node))
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        yield node.test, f"(not ({ast.unparse(node.test)}))"


def _statement(node: ast.stmt) -> Iterator[tuple[Placed, str]]:
    match node:
        case ast.Expr() | ast.Assign() | ast.AugAssign() | ast.Delete() | ast.Raise():
            yield node, "pass"
        case ast.Return(value=ast.expr()):
            yield node, "return None"
        case _:
            return


def _expression(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant():
            yield from (repr(value) for value in _other(node.value))
        case ast.JoinedStr():
            yield ast.unparse(ast.JoinedStr(node.values[1:]))
        case ast.List(elts=[_, *_]) | ast.Tuple(elts=[_, _, *_], ctx=ast.Load()):
            yield ast.unparse(type(node)(elts=node.elts[:-1], ctx=ast.Load()))
        case ast.Compare(ops=[operator, *more]) if type(operator) in COMPARISONS:
            ops = [COMPARISONS[type(operator)](), *more]
            yield f"({ast.unparse(ast.Compare(node.left, ops, node.comparators))})"
        case ast.BinOp() if type(node.op) in OPERATORS:
            swapped = OPERATORS[type(node.op)]()
            yield f"({ast.unparse(ast.BinOp(node.left, swapped, node.right))})"
        case ast.BoolOp():
            other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield f"({ast.unparse(ast.BoolOp(other, node.values))})"
        case ast.Call(keywords=[*kept, _]):
            yield ast.unparse(ast.Call(node.func, node.args, kept))
        case _:
            return


def _other(value: object) -> Iterator[object]:
    """Yield another value of the same kind."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield value + 1
    elif isinstance(value, str):
        yield value[:-1] if len(value) > 1 else f"{value}x"


def _spliced(text: str, node: Placed, new: str) -> str:
    """Return a text in which another stands for a node; columns count bytes."""
    lines = text.encode().splitlines(keepends=True)
    before = b"".join(lines[: node.lineno - 1]) + lines[node.lineno - 1][: node.col_offset]
    last = (node.end_lineno or node.lineno) - 1
    after = lines[last][node.end_col_offset :] + b"".join(lines[last + 1 :])
    return (before + new.encode() + after).decode()
