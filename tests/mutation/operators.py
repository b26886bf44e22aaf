"""What a mutant changes: one small fault at a time, of the sort that people make.

Left alone are types, decorators, docstrings, and texts for people (whatever holds a space): the golden files hold those.
"""

from __future__ import annotations

import ast
import contextlib
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

import attrs

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_CALCULATED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
_CONFUSED = {
    word: other
    for pair in (
        ("min", "max"),
        ("any", "all"),
        ("earliest", "latest"),
        ("certainly_before", "possibly_before"),
        ("startswith", "endswith"),
        ("lstrip", "rstrip"),
        ("removeprefix", "removesuffix"),
        ("issubset", "issuperset"),
        ("bisect_left", "bisect_right"),
        ("partition", "rpartition"),
    )
    for word, other in (pair, pair[::-1])
}
_LEFT_ALONE = {"annotation", "returns", "decorator_list", "bases", "type", "ctx", "format_spec", "op", "ops", "func"}
_NAME_OF_A_TYPE = re.compile(r"_?[A-Z][a-z]\w*|__all__")
_CHECKED_ONLY = {"cast", "TypeVar", "NewType", "assert_never"}
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]])*\]|\(\?P<\w+>|\(\?P=\w+\)|\(\?<?[=!:>]|\{[\d,]+\}|[*+?]\+|.", re.DOTALL)
_LONGEST = 120


@attrs.frozen(eq=False)
class Mutant:
    """One fault: what is changed, and where it stands."""

    path: Path
    key: str
    """What it is called in the list of survivors: without line numbers, which change with every edit above."""
    lines: range
    """The lines of its statement: a test that passes none of them need not be run."""
    around: range
    """The lines of the innermost function, or of the file."""
    at_import: bool
    """Whether it shows only when the module is imported: in a table, a default, the body of a class."""
    site: _Site
    change: ast.AST

    def compiled(self) -> CodeType:
        """The module with the fault."""
        with self._put() as tree:
            return compile(tree, str(self.path), "exec", dont_inherit=True)

    def source(self) -> str:
        """The text of the module with the fault, in another layout."""
        with self._put() as tree:
            return ast.unparse(tree)

    @contextlib.contextmanager
    def _put(self) -> Iterator[ast.Module]:
        self.site.put(ast.fix_missing_locations(ast.copy_location(self.change, self.site.node)))
        try:
            yield self.site.tree
        finally:
            self.site.put(self.site.node)


@attrs.frozen(eq=False)
class _Site:
    tree: ast.Module
    parent: ast.AST
    field: str
    index: int | None
    node: ast.AST
    scope: str
    lines: range
    around: range
    at_import: bool

    def put(self, node: ast.AST) -> None:
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


def mutants(path: Path, module: str) -> Iterator[Mutant]:
    """Every mutant of a file that can be compiled."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    alike = Counter[str]()
    for site in _sites(tree, tree, "", range(0), range(sys.maxsize), at_import=True):
        for change, before, after in _changes(site):
            key = f"{module} {site.scope or '-'}: {_short(before)} -> {_short(after)}"
            alike[key] += 1
            if alike[key] > 1:
                key += f" ({alike[key]})"
            mutant = Mutant(path, key, site.lines, site.around, site.at_import, site, change)
            try:
                mutant.compiled()
            except (SyntaxError, ValueError):
                continue
            yield mutant


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _sites(
    tree: ast.Module, node: ast.AST, scope: str, lines: range, around: range, *, at_import: bool
) -> Iterator[_Site]:
    for field, value in ast.iter_fields(node):
        if field in _LEFT_ALONE and not (field == "func" and isinstance(value, ast.Attribute | ast.Name)):
            continue
        children = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
        for index, child in children:
            if not isinstance(child, ast.AST) or _for_people_or_checkers(child, node):
                continue
            early = at_import and not (isinstance(node, ast.FunctionDef | ast.Lambda) and field == "body")
            name, span = scope, lines
            if isinstance(child, ast.stmt):
                span = range(child.lineno, _end_of_head(child) + 1)
            yield _Site(tree, node, field, index, child, name, span, around, early)
            inside = around
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                name = f"{scope}.{child.name}".lstrip(".")
            if isinstance(child, ast.FunctionDef):
                inside = range(child.lineno, (child.end_lineno or child.lineno) + 1)
            yield from _sites(tree, child, name, span, inside, at_import=early)


def _end_of_head(statement: ast.stmt) -> int:
    """The last line of a statement; of one with a body, of what stands before the body."""
    body = getattr(statement, "body", None)
    if not body:
        return statement.end_lineno or statement.lineno
    return max(statement.lineno, body[0].lineno - 1)


def _for_people_or_checkers(node: ast.AST, parent: ast.AST) -> bool:
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Import() | ast.ImportFrom():
            return True
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return bool(_NAME_OF_A_TYPE.fullmatch(name))
        case ast.If(test=ast.Name(id="TYPE_CHECKING")) | ast.Call(func=ast.Name(id="TypeVar" | "NewType")):
            return True
        case ast.Constant() if isinstance(parent, ast.JoinedStr):
            return True
        case ast.Constant() if isinstance(parent, ast.Call) and parent.args and node is parent.args[0]:
            return isinstance(parent.func, ast.Name) and parent.func.id in _CHECKED_ONLY
    return False


_Change = tuple[ast.AST, str, str]


def _changes(site: _Site) -> Iterator[_Change]:
    """What may stand in the place of a node, and how that is told."""
    node = site.node
    for change in _replacements(node, site):
        yield change, ast.unparse(node), ast.unparse(ast.copy_location(change, node))
    yield from _omissions(node, site)


def _replacements(node: ast.AST, site: _Site) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(left=left, ops=[*ops], comparators=right):
            for number, op in enumerate(ops):
                for other in _COMPARED[type(op)]:
                    yield ast.Compare(left, [*ops[:number], other(), *ops[number + 1 :]], right)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert(), operand=operand):
            yield operand
        case ast.BinOp(left=left, op=op, right=right):
            yield ast.BinOp(left, _CALCULATED[type(op)](), right)
        case ast.AugAssign(target=target, op=op, value=value):
            yield ast.AugAssign(target, _CALCULATED[type(op)](), value)
            yield ast.Assign([target], value)
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield ast.Constant(value + 1)
        case ast.Constant(value=str(value)) if not any(character.isspace() for character in value):
            yield ast.Constant(f"XX{value}XX")
        case ast.Name(id=name) if name in _CONFUSED and isinstance(node.ctx, ast.Load):
            yield ast.Name(_CONFUSED[name], ast.Load())
        case ast.Attribute(value=value, attr=name) if name in _CONFUSED and isinstance(node.ctx, ast.Load):
            yield ast.Attribute(value, _CONFUSED[name], ast.Load())
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            yield ast.Return(ast.Constant(None))
        case ast.Assign(targets=targets, value=value) if not (_is_none(value) or site.at_import):
            yield ast.Assign(targets, ast.Constant(None))
        case ast.AnnAssign(target=target, value=ast.expr() as value) if not (_is_none(value) or site.at_import):
            yield ast.Assign([target], ast.Constant(None))
        case ast.Lambda(args=args):
            yield ast.Lambda(args, ast.Constant(None))
        case ast.Break():
            yield ast.Continue()
        case ast.Continue():
            yield ast.Break()
        case ast.Slice(lower=lower, upper=upper, step=step):
            if lower:
                yield ast.Slice(None, upper, step)
            if upper:
                yield ast.Slice(lower, None, step)
    if site.field == "test" and isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.NamedExpr | ast.Subscript):
        yield ast.UnaryOp(ast.Not(), node)
    if isinstance(site.parent, ast.comprehension) and site.field == "ifs":
        yield ast.Constant(True)


def _omissions(node: ast.AST, site: _Site) -> Iterator[_Change]:
    gone = "(left out)"
    match node:
        case ast.Constant(value=str(value)):
            yield from _shuffled(value)
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom() as value):
            # A generator stays one.
            is_call = isinstance(value, ast.Call)
            kept = ast.Constant(None) if is_call else ast.BoolOp(ast.And(), [ast.Constant(False), value])
            yield ast.Expr(kept), ast.unparse(node), gone
        case ast.Call(func=func, args=args, keywords=keywords):
            if _name(func) == "compile":
                yield from _looser(node)
            for number, keyword in enumerate(keywords):
                if keyword.arg:
                    rest = [*keywords[:number], *keywords[number + 1 :]]
                    yield ast.Call(func, args, rest), f"{_name(func)}(..., {ast.unparse(keyword)})", gone
        case ast.Dict(keys=keys, values=values):
            for number, key in enumerate(keys):
                rest = ast.Dict([*keys[:number], *keys[number + 1 :]], [*values[:number], *values[number + 1 :]])
                what = (
                    f"{ast.unparse(key)}: {ast.unparse(values[number])}" if key else f"**{ast.unparse(values[number])}"
                )
                yield rest, f"{{{what}}}", gone
        case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements) if site.at_import:
            if isinstance(getattr(node, "ctx", ast.Load()), ast.Load) and len(elements) > 1:
                for number, element in enumerate(elements):
                    rest = type(node)([*elements[:number], *elements[number + 1 :]])
                    if not isinstance(rest, ast.Set):
                        rest.ctx = ast.Load()
                    yield rest, f"element {ast.unparse(element)}", gone


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _shuffled(text: str) -> Iterator[_Change]:
    """A table written as text with two neighbouring cells exchanged."""
    lines = text.strip("\n").split("\n")
    rows = [re.split(r"(\s+)", line) for line in lines]
    if len(rows) < 3 or len({len(row) for row in rows}) != 1 or len(rows[0]) < 5:
        return
    for number, row in enumerate(rows):
        for cell in range(0, len(row) - 2, 2):
            if row[cell] != row[cell + 2]:
                changed = [*row[:cell], row[cell + 2], row[cell + 1], row[cell], *row[cell + 3 :]]
                row_after = "".join(changed)
                after = "\n".join([*lines[:number], row_after, *lines[number + 1 :]])
                yield ast.Constant(after), f"row {lines[number]}", row_after


def _looser(node: ast.Call) -> Iterator[_Change]:
    """A regular expression without one of its parts, as far as that is one."""
    pattern = node.args[0]
    if not (isinstance(pattern, ast.Constant) and isinstance(pattern.value, str)):
        return
    flags = re.VERBOSE if any("VERBOSE" in ast.unparse(argument) for argument in node.args[1:]) else re.NOFLAG
    text, comment = pattern.value, False
    for match in _TOKEN.finditer(text):
        token = match.group()
        if flags and (token in " \n#" or comment):
            comment = token != "\n" and (comment or token == "#")
            continue
        shorter = text[: match.start()] + text[match.end() :]
        try:
            re.compile(shorter, flags)
        except re.error:
            continue
        less = ast.Call(node.func, [ast.Constant(shorter), *node.args[1:]], node.keywords)
        yield less, f"pattern {text[: match.start()][-15:]}<<{token}>>{text[match.end() :][:15]}", "(left out)"
