"""Text of a file with an addition: edits that insert text, in the style of the neighbours, and remove nothing.

The text with the edits is read again. It must hold the old data and the addition, and nothing else.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, cast

from pactstate.editing.additions import Addition, NewItem, NewKey, SecondItem, as_mapping, with_additions
from pactstate.editing.layout import Edit, Layout, inserted
from pactstate.editing.typed import TypedText
from pactstate.errors import ValueRefusedError
from pactstate.fileformat.document import BOOLEAN_PATHS, NAME
from pactstate.fileformat.write import Style, entry_lines, in_brackets, item_lines
from pactstate.smallyaml import Data, MappingNode, Node, NodePath, SequenceNode, Tree, YamlFault, find_node, parse

__all__ = ["ParsedText", "edits_for", "text_to_edit", "with_addition", "with_all"]

_APART: Final = frozenset({"history", "sources", "statements"})
"""Root keys with a blank line before them, and between their items, unless the items of the file have none."""
_FAULTY: Final = "the file has errors: repair what 'pactstate check' finds first"


class ParsedText(NamedTuple):
    """Text of a file with its tree, so that it need not be parsed again."""

    text: str
    tree: Tree

    @classmethod
    def of(cls, text: str) -> ParsedText:
        """Parse a text by the rules for files of agreements."""
        return cls(text, parse(text, marker=NAME, boolean_paths=BOOLEAN_PATHS))


def with_addition(file: ParsedText, addition: Addition, typed: TypedText | None = None) -> ParsedText:
    r"""Return a YAML file with an addition. No character that was there is changed or removed.

    Args:
        file: File without errors in its YAML.
        addition: Addition whose path leads to a value of the file.
        typed: The addition as a person has typed it, whose comments are kept.

    Raises:
        ValueRefusedError: The file has an error, or the text with the addition would be read as something else.

    >>> from pactstate.editing.additions import NewItem
    >>> with_addition(ParsedText.of("parties:\n  - FR  # first\n"), NewItem(("parties",), 1, "SE")).text
    'parties:\n  - FR  # first\n  - SE\n'
    """
    edits = edits_for(file.text, _root_to_change(file), addition, typed)
    return _checked(file, ParsedText.of(inserted(file.text, edits)), addition.applied(_data(file.tree)))


def with_all(file: ParsedText, additions: Sequence[Addition]) -> ParsedText:
    r"""Return a YAML file with several additions, which takes no longer than one.

    Args:
        file: File without errors in its YAML.
        additions: Additions whose paths and indexes count in the file as it is. None leads into the value of another.
            Items with the same index stand in this order.

    Raises:
        ValueRefusedError: As for :func:`with_addition`.

    >>> from pactstate.editing.additions import NewItem
    >>> file = ParsedText.of("parties: [FR]\n")
    >>> with_all(file, [NewItem(("parties",), 1, "SE"), NewItem(("parties",), 0, "GB")]).text
    'parties: [GB, FR, SE]\n'
    """
    root, layout = _root_to_change(file), Layout(file.text)
    edits: list[Edit] = []
    for path, group in itertools.groupby(sorted(additions, key=_depth_and_path), key=lambda one: one.path):
        here = list(group)
        new = [one for one in here if isinstance(one, NewItem)]
        node = find_node(root, path).node
        if new and isinstance(node, SequenceNode) and layout.is_flow(node) and not node.items:
            style = layout.style(root, node)
            edits.append(layout.into_flow(node, None, ", ".join(in_brackets(one.value, style) for one in new)))
        else:
            edits += (edit for one in here for edit in _edits(layout, root, one))
    data = with_additions(_data(file.tree), additions)
    return _checked(file, ParsedText.of(inserted(file.text, edits)), data)


def _depth_and_path(addition: Addition) -> tuple[int, str]:
    return -len(addition.path), str(addition.path)


def _root_to_change(file: ParsedText) -> MappingNode:
    root = file.tree.root
    if not isinstance(root, MappingNode) or not file.tree.complete or file.tree.faults:
        raise ValueRefusedError(_FAULTY)
    return root


def _checked(file: ParsedText, result: ParsedText, data: Data) -> ParsedText:
    """Return the file after a change if it holds this data, and no fault that was not there before."""
    before, after = file.tree, result.tree
    known = {fault.message for fault in _faults(before)}
    new = next((fault for fault in after.character_faults if fault.message not in known), None)
    if new:
        raise ValueRefusedError(f"this cannot be added: {new.message}{f' ({new.help})' if new.help else ''}")
    if after.data != data or len([*_faults(after)]) > len([*_faults(before)]):
        raise ValueRefusedError("this cannot be added in the style of the file: add it in an editor")
    return result


def _data(tree: Tree) -> Data:
    return {} if tree.data is None else tree.data


def _faults(tree: Tree) -> Iterator[YamlFault]:
    return itertools.chain(tree.faults, tree.scalar_faults, tree.character_faults)


def text_to_edit(text: str, addition: Addition) -> str:
    r"""Return an addition as lines that a person can edit, with the quotes of the file.

    >>> text_to_edit("history:\n  - 'event': 'note'\n", NewItem(("history",), 1, {"event": "signed"}))
    "'event': 'signed'\n"
    """
    root = cast("MappingNode", ParsedText.of(text).tree.root)
    style = Layout(text).style(root, find_node(root, addition.path).node)
    lines = (line for key, value in as_mapping(addition).items() for line in entry_lines(key, value, 0, style))
    return "\n".join([*lines, ""])


def edits_for(text: str, root: MappingNode, addition: Addition, typed: TypedText | None = None) -> list[Edit]:
    """Return the edits that make an addition to a text, given the root node of its tree.

    Lines that a person has typed with comments are inserted as they are. Where there are brackets, or a text alone,
    the comments stand above the line.
    """
    return _edits(Layout(text), root, addition, typed)


def _edits(layout: Layout, root: MappingNode, addition: Addition, typed: TypedText | None = None) -> list[Edit]:
    node = find_node(root, addition.path).node
    style = layout.style(root, node)
    typed = typed if typed and typed.comments else None
    if isinstance(addition, NewKey | NewItem):
        if isinstance(addition, NewKey) and isinstance(node, MappingNode):
            edit = _new_key(layout, node, addition, style, typed)
        elif isinstance(addition, NewItem) and isinstance(node, SequenceNode):
            edit = _new_item(layout, root, node, addition, style, typed)
        else:
            raise ValueRefusedError(f"nothing can be added to '{'.'.join(map(str, addition.path))}': it is a text")
        return [edit, *_comments_above(layout, node, typed)] if layout.is_flow(node) else [edit]
    start, end = layout.start(node), layout.end(node)
    if isinstance(addition, SecondItem):
        if isinstance(node, MappingNode) and not layout.is_flow(node):
            return _second_beside_lines(layout, node, addition, style, typed)
        edits = [Edit(start, "["), Edit(end, f", {in_brackets(addition.value, style)}]")]
        return [*edits, *_comments_above(layout, node, typed)]
    name = in_brackets(addition.key, Style(quotes=style.key_quotes))
    if _is_block_item(layout, root, addition.path):
        column = node.span[1] - 1
        more = [line for key, value in addition.more.items() for line in entry_lines(key, value, column, style)]
        more = typed.indented(column) if typed else more
        return [Edit(start, f"{name}: "), layout.after(node.span[2], more)]
    edits = [Edit(start, f"{{{name}: "), Edit(end, f", {in_brackets(addition.more, style)[1:]}")]
    return [*edits, *_comments_above(layout, node, typed)]


def _comments_above(layout: Layout, node: Node, typed: TypedText | None) -> list[Edit]:
    return [layout.above(node.span[0], typed.comments)] if typed else []


def _second_beside_lines(
    layout: Layout, node: MappingNode, addition: SecondItem, style: Style, typed: TypedText | None
) -> list[Edit]:
    """Return the edits that put a dash before a mapping in block style, its lines behind it, and an item below."""
    column = node.span[1] - 1
    last = layout.with_comments(layout.last_line(node), column + 1)
    new = _item_lines(addition.value, column, 1, style, typed)
    return [Edit(layout.start(node), "- "), *layout.shifted(node.span[0] + 1, last, 2), layout.after(last, new)]


def _is_block_item(layout: Layout, root: MappingNode, path: NodePath) -> bool:
    """Return whether the value at a path is an item of a list in block style."""
    above = find_node(root, path[:-1]).node
    return isinstance(above, SequenceNode) and not layout.is_flow(above)


def _item_lines(value: Data, dash: int, padding: int, style: Style, typed: TypedText | None) -> list[str]:
    """Return the lines of an item: as they are typed, or in a style, below the comments that are typed."""
    if typed and isinstance(value, dict):
        return typed.as_item(dash, padding)
    return [*_indented(typed, dash), *item_lines(value, dash, padding, style)]


def _indented(typed: TypedText | None, column: int) -> list[str]:
    return [f"{' ' * column}{comment}" for comment in typed.comments] if typed else []


def _new_key(layout: Layout, node: MappingNode, addition: NewKey, style: Style, typed: TypedText | None) -> Edit:
    if addition.key in node.entries:
        raise ValueRefusedError(f"'{addition.key}' is there already: change it in an editor")
    names = [name for name, _ in node.entries.values()]
    values = [value for _, value in node.entries.values()]
    if layout.is_flow(node):
        return layout.into_flow(node, values[-1] if values else None, _pair(addition, style))
    column = node.span[1] - 1
    new = typed.indented(column) if typed else entry_lines(addition.key, addition.value, column, style)
    if addition.path == ("sources",) or (not addition.path and all(isinstance(one, MappingNode) for one in values)):
        is_flow = layout.is_flow(values[-1])
        new = [*_indented(typed, column), f"{' ' * column}{_pair(addition, style)}"] if is_flow else new
        is_apart = not is_flow if len(values) == 1 else layout.are_apart(values[0], names[1])
    else:
        is_apart = not addition.path and addition.key in _APART
    last = layout.with_comments(layout.last_line(values[-1]), column + 1)
    return layout.after(last, ["", *new] if is_apart else new)


def _pair(addition: NewKey, style: Style) -> str:
    return in_brackets({addition.key: addition.value}, style)[1:-1]


def _new_item(
    layout: Layout,
    root: MappingNode,
    node: SequenceNode,
    addition: NewItem,
    style: Style,
    typed: TypedText | None,
) -> Edit:
    items, index = node.items, addition.index
    if layout.is_flow(node):
        new = in_brackets(addition.value, style)
        if index < len(items):
            return Edit(layout.start(items[index]), f"{new}, ")
        return layout.into_flow(node, items[-1] if items else None, new)
    dash = node.span[1] - 1
    padding = max(items[0].span[1] - dash - 2, 1)
    lines = _item_lines(addition.value, dash, padding, style, typed)
    is_flow = layout.is_flow(items[max(index - 1, 0)])
    if is_flow:
        item = f"{' ' * dash}-{' ' * padding}{in_brackets(addition.value, style)}"
        lines = [*_indented(typed, dash), item]
    if len(items) == 1:
        is_apart = not is_flow and len(addition.path) == 1 and addition.path[0] in _APART
    else:
        is_apart = layout.are_apart(*items[:2])
    if index == 0:
        return layout.after(find_node(root, addition.path).key_span[2], [*lines, ""] if is_apart else lines)
    last = layout.with_comments(layout.last_line(items[index - 1]), dash + 1)
    return layout.after(last, ["", *lines] if is_apart else lines)
