"""Which column of an office's table holds what: the headings that offices write, in Chinese and English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Final

from lawscore.classes import dataclass
from lawscore.office.workbook import Sheet
from lawscore.texts import folded

LEVEL: Final = "level"
#: So many rows from the first with something in it may stand before the headings.
_BEFORE: Final = 30
#: A heading is no sentence.
_LONGEST: Final = 30

_WORDS: Final[Mapping[str, str]] = {
    "number": "编号 序号 指标编号 编码 指标编码 代码 no no. number id code",
    "content": "考核内容 内容 指标内容 考评内容 测评内容 评估内容 工作内容 主要内容 具体内容 任务 工作任务 目标任务 重点任务 考核要点 "
    "考核要求 指标说明 指标解释 content task whatisassessed description",
    "points": "分值 分数 标准分 标准分值 满分 满分值 基础分 基准分 权重分 分值权重 考核分值 指标分值 points point score maxpoints "
    "maximumpoints maxscore",
    "sentences": "评分标准 评分细则 评分办法 评分规则 评分方法 计分办法 计分方法 计分标准 计分规则 扣分标准 扣分细则 扣分办法 加分标准 "
    "加分办法 加扣分标准 考核标准 考评标准 评价标准 评估标准 测评标准 考核办法 评分说明 评分标准及办法 考核评分标准 考核细则 "
    "scoringrules scoringrule scoringstandard scoringstandards scoringcriteria criteria rules",
    "basis": "依据 考核依据 法律依据 政策依据 文件依据 制定依据 指标依据 法规依据 依据文件 basis legalbasis",
    "responsible": "责任单位 责任部门 责任主体 责任处室 责任科室 承办单位 负责单位 落实单位 责任单位及配合单位 responsible "
    "responsibleunit responsibledepartment department",
    "lead": "牵头单位 牵头部门 主办单位 主责单位 牵头责任单位 lead leaddepartment leadunit",
    "support": "配合单位 配合部门 协办单位 参与单位 协同单位 support supporting supportingdepartments",
    "scored_by": "评分单位 考评单位 考核单位 评分部门 考核部门 考评部门 考核主体 评价主体 评价单位 scoredby assessor",
    "evidence": "佐证材料 印证材料 证明材料 考核材料 查验资料 备查资料 备查材料 所需材料 支撑材料 台账资料 evidence",
    "sources": "数据来源 信息来源 数据提供单位 datafrom datasource source",
    "remarks": "备注 说明 remarks remark notes note",
    "level": "指标 指标名称 考核指标 评估指标 评价指标 测评指标 考核项目 考评项目 测评项目 项目 类别 考核类别 部分 考核事项 事项 "
    "indicator indicators item title category area",
    "ignored": "得分 自评分 自评得分 考核得分 核定分 考评得分 扣分 扣分原因 实得分 自查得分 复核得分 result selfassessment",
}  # fmt: skip
_ROLES: Final = {word: role for role, words in _WORDS.items() for word in words.split()}
_NUMBERED: Final = re.compile(
    r"第?([一二三四五六1-6])级(?:考核|评价|评估)?(?:指标|项目|目录|内容|名称)?|level([1-6])(?:indicator)?"
)
_ORDINALS: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_BRACKETED: Final = re.compile(r"\([^()]*\)$")


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the headings stand, and which columns hold what; the levels from the first to the last."""

    first_row: int
    last_row: int
    levels: tuple[int, ...]
    columns: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def of(self, role: str) -> tuple[int, ...]:
        """The columns of a role, from the left."""
        return self.columns.get(role, ())

    @property
    def used(self) -> tuple[int, ...]:
        """All columns that are read."""
        return tuple(sorted({*self.levels, *(column for columns in self.columns.values() for column in columns)}))


def role_of(text: str) -> str | None:
    """What a heading says: a role, `level.2`, or None where it says nothing that is known."""
    if len(text) > _LONGEST:
        return None
    plain = re.sub(r"[-\s:：、]+", "", folded(text)).casefold()
    plain = _BRACKETED.sub("", plain) or plain
    numbered = _NUMBERED.fullmatch(plain)
    if numbered is not None:
        return f"{LEVEL}.{_ORDINALS.get(numbered[1]) or numbered[1] or numbered[2]}"
    return _ROLES.get(plain)


def find_headings(sheet: Sheet) -> Headings | None:
    """The headings of the table on a sheet: the row, or the two rows, that name most columns."""
    best: Headings | None = None
    for row in sheet.rows[:_BEFORE]:
        for last in (row, row + 1):
            found = _headings(sheet, row, last)
            if found is not None and (best is None or _weight(found) > _weight(best)):
                best = found
    return best


def _weight(found: Headings) -> tuple[int, int]:
    """The more columns the better; of the same row two lines of headings rather than one."""
    return len(found.used), found.last_row - found.first_row


def _is_double(sheet: Sheet, first: int, last: int) -> bool:
    """Whether headings go on in a second row: some of the first are merged, and the second names something itself.

    What is merged over the whole table is its title.
    """
    below = [column for row, column in sheet.cells if row == last]
    wide = max(below, default=0) - min(below, default=0)
    merged = any(m.top == first and (m.bottom == last or 0 < m.right - m.left < wide) for m in sheet.merges)
    return merged and any(role_of(sheet.cells[last, column].text) is not None for column in below)


def _headings(sheet: Sheet, first: int, last: int) -> Headings | None:
    if last > first and not _is_double(sheet, first, last):
        return None
    roles = dict(_roles(sheet, first, last))
    levels, columns = _sorted(roles)
    if not levels or not {"points", "sentences"} & set(columns):
        return None
    return Headings(first, last, levels, columns)


def _roles(sheet: Sheet, first: int, last: int) -> Iterator[tuple[int, str]]:
    """The role of each column: what its lowest heading says, else the one above; a merged one counts for all below it."""
    for column in sorted({column for row, column in sheet.cells if first <= row <= last} | _spread(sheet, first, last)):
        for row in range(last, first - 1, -1):
            role = role_of(_heading(sheet, row, column))
            if role is not None:
                yield column, role
                break


def _spread(sheet: Sheet, first: int, last: int) -> set[int]:
    """Columns that only a merged heading reaches."""
    wide = [m for m in sheet.merges if first <= m.top <= last and m.right - m.left < _LONGEST]
    return {column for merge in wide for column in range(merge.left, merge.right + 1)}


def _heading(sheet: Sheet, row: int, column: int) -> str:
    merge = sheet.merge_at(row, column)
    at = (merge.top, merge.left) if merge is not None else (row, column)
    cell = sheet.cells.get(at)
    return cell.text if cell is not None else ""


def _sorted(roles: Mapping[int, str]) -> tuple[tuple[int, ...], dict[str, tuple[int, ...]]]:
    """Columns by role. Numbered levels come in their order, others as they stand; what is assessed is the level of last resort."""
    numbered = sorted((role, column) for column, role in roles.items() if role.startswith(f"{LEVEL}."))
    plain = [column for column, role in roles.items() if role == LEVEL]
    columns: dict[str, list[int]] = {}
    for column, role in roles.items():
        if not role.startswith(LEVEL) and role != "ignored":
            columns.setdefault(role, []).append(column)
    levels = [column for _, column in numbered] + plain if numbered else plain
    if not levels and "content" in columns:
        levels = columns.pop("content")
    return tuple(levels), {role: tuple(listed) for role, listed in columns.items()}


def is_heading(sheet: Sheet, headings: Headings, texts: Mapping[int, str]) -> bool:
    """Whether a row repeats the headings, as printed tables do on each page."""
    told: Sequence[bool] = [
        text == _heading(sheet, headings.last_row, column) for column, text in texts.items() if text
    ]
    return len(told) > 1 and all(told)
