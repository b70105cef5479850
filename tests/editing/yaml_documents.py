"""Random YAML documents as many hands would write them, with comments that know what they belong to."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

WORDS = (
    "a", "县", "得分", "0.5", "4.10", "yes", "2023-01-01", "a b", "单位（市）", "x: y", "#5", "it's", 'say "so"', "-1", "1:30",
    "min(a, b)", "[x]", "true", "~", "", "百分之九十，含本数", "a#b", "http://x", "01", "null", "tail\\n", "{n}", "a, b",
)  # fmt: skip
KEYS = ("id", "a", "b", "名称", "分值", "键 二", "2", "yes", "x-y", "注：", "q#")

texts = st.sampled_from(WORDS)
keys = st.sampled_from(KEYS)
trees = st.recursive(
    texts,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(keys, inside, max_size=3),
    max_leaves=8,
)
groups = st.lists(trees, min_size=1, max_size=4) | st.dictionaries(keys, trees, min_size=1, max_size=4)


@dataclass
class Sheet:
    """A document that is being written: its lines, and the path that each comment belongs to."""

    draw: object
    newline: str = "\n"
    owners: dict[str, tuple] = field(default_factory=dict)

    def chance(self, of: int) -> bool:
        return self.draw(st.integers(0, of - 1)) == 0

    def comment(self, path: tuple) -> str:
        text = f"# c{len(self.owners)}; x: [y"
        self.owners[text] = path
        return text

    def scalar(self, value: str, *, flow: bool) -> str:
        plain = (
            bool(value)
            and value[0] not in "-?:,[]{}#&*!|>'\"%@`~"
            and not any(sign in value for sign in ":#\"'\\,[]{}（")
        )
        styles = ["double"] + ["single"] + ["plain"] * (2 * plain)
        style = self.draw(st.sampled_from(styles))
        if style == "plain":
            return value
        if style == "single":
            return "'" + value.replace("'", "''") + "'"
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'

    def block_scalar(self, value: str, indent: str) -> str | None:
        if not value or value != value.strip() or not self.chance(4):
            return None
        style = self.draw(st.sampled_from(("|-", ">-")))
        return f"{style}{self.newline}{indent}{value}"

    def flow(self, value: object, path: tuple, indent: str) -> str:
        if isinstance(value, str):
            return self.scalar(value, flow=True)
        keyed = isinstance(value, dict)
        pairs = list(value.items()) if keyed else list(enumerate(value))
        open_, close = "{}" if keyed else "[]"
        if not pairs:
            return open_ + close
        if self.chance(3):
            return self._flow_lines(pairs, path, indent, open_, close)
        blank = self.draw(st.sampled_from(("", " ")))
        parts = [self._flow_entry(key, part, path, indent) for key, part in pairs]
        comma = "," if self.chance(5) else ""
        return open_ + blank + f",{blank or ' '}".join(parts) + comma + blank + close

    def _flow_entry(self, key: object, part: object, path: tuple, indent: str) -> str:
        inside = (*path, key)
        told = self.flow(part, inside, indent + "  ")
        return f"{self.scalar(key, flow=True)}: {told}" if isinstance(key, str) else told

    def _flow_lines(self, pairs: list, path: tuple, indent: str, open_: str, close: str) -> str:
        inner = indent + "    "
        lines = [open_]
        for number, (key, part) in enumerate(pairs):
            if self.chance(3):
                lines.append(inner + self.comment((*path, key)))
            comma = "," if number < len(pairs) - 1 or self.chance(3) else ""
            beside = "  " + self.comment((*path, key)) if self.chance(3) else ""
            lines.append(inner + self._flow_entry(key, part, path, inner) + comma + beside)
        return self.newline.join([*lines, inner + close])

    def block(self, value: object, path: tuple, indent: str) -> str:
        """A group in lines, each ended by a break; the first begins at the indent too."""
        keyed = isinstance(value, dict)
        pairs = list(value.items()) if keyed else list(enumerate(value))
        found = ""
        for key, part in pairs:
            inside = (*path, key)
            if self.chance(4):
                found += self.newline
            if self.chance(4):
                found += indent + self.comment(inside) + self.newline
            head = f"{self.scalar(key, flow=False)}:" if keyed else "-"
            found += indent + head + self._value(part, inside, indent, keyed=keyed)
        return found

    def _value(self, part: object, path: tuple, indent: str, *, keyed: bool) -> str:
        step = self.draw(st.sampled_from(("  ", "   ")))
        if isinstance(part, str):
            block = self.block_scalar(part, indent + step)
            if block is not None:
                return f" {block}{self.newline}"
        elif part and self.chance(2):
            if not keyed and self.chance(2):
                inner = self.block(part, path, indent + "  ")
                if inner.startswith(indent + "  ") and inner[len(indent) + 2] not in "# ":
                    return " " + inner[len(indent) + 1 :]
                return self.newline + inner
            beside = "  " + self.comment(path) if self.chance(4) else ""
            return beside + self.newline + self.block(part, path, indent + step)
        beside = "  " + self.comment(path) if self.chance(3) else ""
        blanks = self.draw(st.sampled_from((" ", " ", "  ")))
        return f"{blanks}{self.flow(part, path, indent)}{beside}{self.newline}"


@st.composite
def documents(draw: object) -> tuple[str, object, dict[str, tuple]]:
    """A text, the tree that was meant, and the comments with the paths that they belong to."""
    tree = draw(groups)
    sheet = Sheet(draw, draw(st.sampled_from(("\n", "\n", "\r\n"))))
    text = sheet.block(tree, (), "")
    if sheet.chance(4):
        text = sheet.comment(("",)) + sheet.newline + sheet.newline + text
    if sheet.chance(4):
        text = text.rstrip("\r\n")
    return text, tree, sheet.owners


def paths(tree: object, path: tuple = ()) -> list[tuple]:
    """Every path of a tree but its root."""
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [found for key, part in pairs for found in ((*path, key), *paths(part, (*path, key)))]


def at(tree: object, path: tuple) -> object:
    for step in path:
        tree = tree[step]
    return tree
