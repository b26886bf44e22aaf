"""Text of a file with an addition: edits that insert text, in the style of the neighbours, and remove nothing.

The text with the edits is read again. It must hold the old data and the addition, and nothing else.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Final

from pactstate.editing.additions import Addition, NewItem, NewKey, SecondItem
from pactstate.editing.layout import Edit, Layout, inserted
from pactstate.errors import ValueRefusedError
from pactstate.fileformat.document import BOOLEAN_KEY
from pactstate.fileformat.write import Style, entry_lines, in_brackets, item_lines
from pactstate.smallyaml import Data, MappingNode, NodePath, SequenceNode, Tree, YamlFault, find_node, parse

__all__ = ["added", "edits_for"]

_APART: Final = frozenset({"history", "sources", "statements"})
"""Root keys with a blank line before them, and between their items, unless the items of the file have none."""
_FAULTY: Final = "the file has errors: repair what 'pactstate check' finds first"


def added(text: str, addition: Addition) -> str:
    r"""Return the text of a YAML file with an addition. No character that was there is changed or removed.

    Args:
        text: Text of a file without errors in its YAML.
        addition: Addition whose path leads to a value of the file.

    Raises:
        ValueRefusedError: The file has an error, or the text with the addition would be read as something else.

    >>> from pactstate.editing.additions import NewItem
    >>> added("parties:\n  - FR  # first\n", NewItem(("parties",), 1, "SE"))
    'parties:\n  - FR  # first\n  - SE\n'
    """
    before = _read(text)
    if not isinstance(before.root, MappingNode) or not before.complete or before.faults:
        raise ValueRefusedError(_FAULTY)
    result = inserted(text, edits_for(text, before.root, addition))
    after = _read(result)
    known = {fault.message for fault in _faults(before)}
    new = next((fault for fault in after.character_faults if fault.message not in known), None)
    if new:
        raise ValueRefusedError(f"this cannot be added: {new.message}{f' ({new.help})' if new.help else ''}")
    if after.data != addition.applied(_data(before)) or len([*_faults(after)]) > len([*_faults(before)]):
        raise ValueRefusedError("this cannot be added in the style of the file: add it in an editor")
    return result


def _read(text: str) -> Tree:
    return parse(text, boolean_key=BOOLEAN_KEY)


def _data(tree: Tree) -> Data:
    return {} if tree.data is None else tree.data


def _faults(tree: Tree) -> Iterator[YamlFault]:
    return itertools.chain(tree.faults, tree.scalar_faults, tree.character_faults)


def edits_for(text: str, root: MappingNode, addition: Addition) -> list[Edit]:
    """Return the edits that make an addition to a text, given the root node of its tree."""
    layout = Layout(text)
    node = find_node(root, addition.path).node
    style = layout.style(root, node)
    if isinstance(addition, NewKey | NewItem):
        if isinstance(addition, NewKey) and isinstance(node, MappingNode):
            return [_new_key(layout, node, addition, style)]
        if isinstance(addition, NewItem) and isinstance(node, SequenceNode):
            return [_new_item(layout, root, node, addition, style)]
        raise ValueRefusedError(f"nothing can be added to '{'.'.join(map(str, addition.path))}': it is a text")
    start, end = layout.start(node), layout.end(node)
    if isinstance(addition, SecondItem):
        if isinstance(node, MappingNode) and not layout.is_flow(node):
            return _second_beside_lines(layout, node, addition, style)
        return [Edit(start, "["), Edit(end, f", {in_brackets(addition.value, style)}]")]
    name = in_brackets(addition.key, Style(quotes=style.key_quotes))
    if _is_block_item(layout, root, addition.path):
        column = node.span[1] - 1
        more = [line for key, value in addition.more.items() for line in entry_lines(key, value, column, style)]
        return [Edit(start, f"{name}: "), layout.after(node.span[2], more)]
    return [Edit(start, f"{{{name}: "), Edit(end, f", {in_brackets(addition.more, style)[1:]}")]


def _second_beside_lines(layout: Layout, node: MappingNode, addition: SecondItem, style: Style) -> list[Edit]:
    """Return the edits that put a dash before a mapping in block style, its lines behind it, and an item below."""
    column = node.span[1] - 1
    last = layout.with_comments(layout.last_line(node), column + 1)
    new = item_lines(addition.value, column, style=style)
    return [Edit(layout.start(node), "- "), *layout.shifted(node.span[0] + 1, last, 2), layout.after(last, new)]


def _is_block_item(layout: Layout, root: MappingNode, path: NodePath) -> bool:
    """Return whether the value at a path is an item of a list in block style."""
    above = find_node(root, path[:-1]).node
    return isinstance(above, SequenceNode) and not layout.is_flow(above)


def _new_key(layout: Layout, node: MappingNode, addition: NewKey, style: Style) -> Edit:
    if addition.key in node.entries:
        raise ValueRefusedError(f"'{addition.key}' is there already: change it in an editor")
    names = [name for name, _ in node.entries.values()]
    values = [value for _, value in node.entries.values()]
    if layout.is_flow(node):
        return layout.into_flow(node, values[-1] if values else None, _pair(addition, style))
    column = node.span[1] - 1
    new = entry_lines(addition.key, addition.value, column, style)
    if addition.path == ("sources",) or (not addition.path and all(isinstance(one, MappingNode) for one in values)):
        is_flow = layout.is_flow(values[-1])
        new = [f"{' ' * column}{_pair(addition, style)}"] if is_flow else new
        is_apart = not is_flow if len(values) == 1 else layout.are_apart(values[0], names[1])
    else:
        is_apart = not addition.path and addition.key in _APART
    last = layout.with_comments(layout.last_line(values[-1]), column + 1)
    return layout.after(last, ["", *new] if is_apart else new)


def _pair(addition: NewKey, style: Style) -> str:
    return in_brackets({addition.key: addition.value}, style)[1:-1]


def _new_item(layout: Layout, root: MappingNode, node: SequenceNode, addition: NewItem, style: Style) -> Edit:
    items, index = node.items, addition.index
    if layout.is_flow(node):
        new = in_brackets(addition.value, style)
        if index < len(items):
            return Edit(layout.start(items[index]), f"{new}, ")
        return layout.into_flow(node, items[-1] if items else None, new)
    dash = node.span[1] - 1
    padding = max(items[0].span[1] - dash - 2, 1)
    lines = item_lines(addition.value, dash, padding, style)
    is_flow = layout.is_flow(items[max(index - 1, 0)])
    if is_flow:
        lines = [f"{' ' * dash}-{' ' * padding}{in_brackets(addition.value, style)}"]
    if len(items) == 1:
        is_apart = not is_flow and len(addition.path) == 1 and addition.path[0] in _APART
    else:
        is_apart = layout.are_apart(*items[:2])
    if index == 0:
        return layout.after(find_node(root, addition.path).key_span[2], [*lines, ""] if is_apart else lines)
    last = layout.with_comments(layout.last_line(items[index - 1]), dash + 1)
    return layout.after(last, ["", *lines] if is_apart else lines)
