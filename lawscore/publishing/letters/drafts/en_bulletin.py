"""English: the bulletin."""

from typing import Final

from lawscore.publishing.letters.drafts.blocks import Draft, Grid, Para

_RULES: Final = ("indicator", "rule", "times", "units", "in all")

DRAFT: Final = Draft(
    header="{{period}}, {{rubric}}{{?draft}} (draft){{/draft}}",
    blocks=(
        Para("issuer", "〔name of the issuing office〕"),
        Para("number", "〔document number〕"),
        Para("title", "Bulletin of Results"),
        Para("subtitle", "{{title}}"),
        Para("remark", "{{?draft}}{{draft}}{{/draft}}"),
        Para("remark", "{{?language}}{{language}}{{/language}}"),
        Para("addressee", "To all assessed units"),
        Para("body", "Under “{{title}}” ({{rubric}}), these are the results for {{period}}. {{?layer}}They rest on {{layer}}.{{/layer}}"),
        Para("section", "Overview"),
        Para("body", "{{summary}}"),
        Para("section", "Class by class"),
        Para("body", "{{#parts}}"),
        Para("group", "{{group}} ({{count}} units)"),
        Para("body", "{{summary}}"),
        Para("body", "{{?standings}}"),
        Para("label", "Standings and grades"),
        Grid(
            (22, 62, 22, 25, 25), ("rank", "unit", "score", "grade", "from the mean"),
            (("{{#standings}}{{rank}}", "{{unit}}\n\n{{?note}}{{note}}{{/note}}", "{{total}}", "{{grade}}", "{{difference}}{{/standings}}"),), centred=(0, 2, 3, 4),
        ),
        Para("body", "{{/standings}}"),
        Para("body", "{{?grades}}"),
        Para("label", "Grades"),
        Grid((76, 40, 40), ("grade", "units", "share"), (("{{#grades}}{{band}}", "{{count}}", "{{share}}{{/grades}}"),), centred=(0, 1, 2)),
        Para("body", "{{/grades}}"),
        Para("body", "{{?bands}}"),
        Para("label", "Distribution"),
        Grid((76, 40, 40), ("score", "units", "share"), (("{{#bands}}{{band}}", "{{count}}", "{{share}}{{/bands}}"),), centred=(0, 1, 2)),
        Para("body", "{{/bands}}"),
        Para("body", "{{?indicators}}"),
        Para("label", "Indicators by what was lost on average"),
        Grid(
            (54, 16, 22, 22, 22, 20), ("indicator", "points", "mean score", "mean loss", "share lost", "units"),
            (("{{#indicators}}{{indicator}}", "{{points}}", "{{mean}}", "{{lost}}", "{{share}}", "{{count}}{{/indicators}}"),), centred=(1, 2, 3, 4, 5),
        ),
        Para("body", "{{/indicators}}"),
        Para("body", "{{?rules}}"),
        Para("label", "Rules by what they took in all"),
        Grid((38, 68, 15, 15, 20), _RULES, (("{{#rules}}{{indicator}}", "{{rule}}", "{{times}}", "{{count}}", "{{change}}{{/rules}}"),), centred=(2, 3, 4)),
        Para("label", "Rules by how many units they struck"),
        Grid((38, 68, 15, 15, 20), _RULES, (("{{#frequent}}{{indicator}}", "{{rule}}", "{{times}}", "{{count}}", "{{change}}{{/frequent}}"),), centred=(2, 3, 4)),
        Para("body", "{{/rules}}"),
        Para("body", "{{/parts}}"),
        Para("body", "{{?open_units}}"),
        Para("section", "Units that are not final"),
        Grid(
            (38, 22, 22, 24, 50), ("unit", "class", "state", "bounds", "what is missing, or why"),
            (("{{#open_units}}{{unit}}", "{{group}}", "{{state}}", "{{bounds}}", "{{why}}{{/open_units}}"),), centred=(1, 2, 3),
        ),
        Para("body", "{{/open_units}}"),
        Para("body", "{{?compared}}"),
        Para("section", "Beside the earlier result"),
        Para("lead", "{{compared}}"),
        Grid(
            (34, 22, 17, 17, 17, 21, 28), ("unit", "class", "before", "now", "change", "rank", "grade"),
            (("{{#changes}}{{unit}}", "{{group}}", "{{before}}", "{{total}}", "{{change}}", "{{ranks}}", "{{grades_changed}}{{/changes}}"),), centred=(1, 2, 3, 4, 5, 6),
        ),
        Para("body", "{{/compared}}"),
        Para("section", "Notes"),
        Para("body", "What was lost is the points less the score; means are those of the units that are final. The reasons, the arithmetic and the basis of every point are in the notice of each unit. All figures are those of the result file; nothing was calculated anew. The same rubric and submissions prove every one of them:"),
        Para("small", "lawscore verify RESULT --rubric {{rubric}} --data SUBMISSIONS"),
        Para("small", "Digest of the rubric: {{digest}}"),
        Para("small", "{{?data_digest}}Digest of the submissions: {{data_digest}}{{/data_digest}}"),
        Para("small", "lawscore {{program}}, calculation {{calculation}}"),
        Para("right", "〔signature of the issuing office〕"),
        Para("right", "〔date〕"),
    ),
)  # fmt: skip
