"""What asks in an English question: the words that tell its kind, and those that only ask."""

import re
from collections.abc import Callable

from bot.asking import Kind
from bot.units import Family

# The noun phrase behind “how many”, up to the verb.
COUNTED = re.compile(
    r"\bhow many ([a-z0-9' -]+?)(?= (?:will|must|should|shall|can|could|may|are|is|were|was|be|do|does|did|have|has|had|take|get"
    r"|gets|receive|need|make|there|to|of|in|for|by|at|per|on|with|under|across)\b|$)"
)
# “Which ministry is asked to …”: the body asked for, which an answer names otherwise, and words that only say it must.
_BODY = re.compile(
    r"\b(?:which|what) (?:ministry|ministries|agency|agencies|authority|authorities|institutions?|body|bodies|departments?|organi[sz]ations?)\b"
)
IN_CHARGE = re.compile(
    r"\b(?:is|are|was|were|be) (?:in charge of|responsible for)\b(?P<deed> (?=[a-z]+ing\b))?"
)
_DATE = re.compile(r"\b(?:(?:on|from|by|since|until|before) )?(?:what|which) (?:date|day|time)\b")
_DUTY = re.compile(
    r"\b(?:is|are|was|were) (?:asked|required|requested|told|supposed|expected|obliged|called (?:on|upon)) to\b"
)
IN_TOTAL = re.compile(r"\bin total|\baltogether|\bcombined\b")
# The Chinese measure words for those of English, the longer first.
UNITS_ASKED = tuple(
    (unit, re.compile(rf"\b(?:{said})\b"))
    for unit, said in (
        ("个工作日", "(?:working|business|work) days?"),
        ("个月", "months?"),
        ("年", "years?"),
        ("天", "days?"),
        ("小时", "hours?"),
        ("周", "weeks?"),
        ("分钟", "minutes?"),
        ("次", "times"),
        ("平方公里", "square kilomet(?:re|er)s?"),
        ("平方米", "square met(?:re|er)s?"),
        ("公顷", "hectares?"),
        ("亩", "mu"),
        ("公里", "kilomet(?:re|er)s?"),
        ("米", "met(?:re|er)s?"),
    )
)
# What a number may measure in a question: an age is no length of time.
UNITS_GIVEN = (
    ("周岁", re.compile("years?[ -](?:old|of age)")),
    *UNITS_ASKED,
    ("人", re.compile("people|persons?|employees|workers|students|pupils|children")),
    ("元", re.compile("yuan")),
)
# How a number given is bounded, in the words of the texts.
BOUNDS_GIVEN = (
    ("不足", re.compile(r"\b(?:fewer than|less than|under|below|younger than) $")),
    ("超过", re.compile(r"\b(?:more than|over|above|exceeding|older than) $")),
    ("以上", re.compile(r"\b(?:at least|no less than|no fewer than) $")),
)
_MEASURES = "|".join(f"(?:{said.pattern})" for _, said in UNITS_ASKED) + "|miles?|yuan"
# A measure word asked in: what is counted by it stands behind.
MEASURED = re.compile(
    rf"\b(?:how (?:many|much)|what number of)(?: (?:more|additional|full|calendar))* (?:{_MEASURES})(?: of\b)?"
)
_SHARE = re.compile(r"\b(?:what|which|the)(?: minimum| maximum)? (?:percentage|percent)(?: of\b)?")
# Which thing it is that counts as another: a definition is asked.
_COUNTS_AS = r"what (?:counts?|qualif(?:y|ies)|is (?:regarded|considered|deemed|treated)) as (?:an? )?"
_DOCUMENT = (
    "(?:regulations?|measures?|rules?|provisions?|law|policy|notice|document|opinions?|plan|decision|proposal|reply|report"
    "|scheme|circular|guidelines?|text)"
)
# This document, whatever its name; “the rules on …” are others.
_THIS = re.compile(
    rf"\b(?:(?:under|in|by|according to) (?:this|these|the)|(?:this|these)) {_DOCUMENT}\b(?! (?:on|for|of|about|concerning)\b)"
    rf"|(?<=^does )the {_DOCUMENT}\b(?! (?:on|for|of|about|concerning)\b)|(?<=^do )the {_DOCUMENT}\b(?! (?:on|for|of)\b)"
)
# “Does it call for …”: verbs with which a text provides something, whatever the thing.
_PROVIDES = re.compile(r"^(?:does|do)\s+(?:call|provide|ask)(?: for\b)?")
_RATE = re.compile(r"\b(?:an?|per|each|every) (day|week|month|year)\b")
_RATES = {"day": "daily", "week": "weekly", "month": "monthly", "year": "annual"}
# Words that only ask, by the kinds of question in which they do, and what is left in their place.
CUT: tuple[tuple[tuple[Kind, ...] | None, re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (("figure",), re.compile(r"\b(?:stay|remain)s? (?=valid|in force|effective)"), " "),
    (("figure",), MEASURED, " "),
    (("figure",), _SHARE, " "),
    (("who",), _BODY, " "),
    (("who",), IN_CHARGE, " "),
    (("when",), _DATE, " "),
    (None, _DUTY, " "),
    (("definition",), re.compile(_COUNTS_AS), " "),
    (None, _THIS, " "),
    (None, _PROVIDES, " "),
    (None, _RATE, lambda m: _RATES[m.group(1)]),
)
# What ranks or sorts things by number or letter, and how it is written behind them: grade one is 一级.
SCALES = {
    "grade": "级",
    "level": "级",
    "tier": "级档",
    "class": "类级",
    "category": "类",
    "type": "类型",
    "phase": "期",
    "round": "轮",
    "batch": "批",
    "session": "届次",
}
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
COUNT = {word: n for words in (_NUMBERS, _ORDINALS) for n, word in enumerate(words, 1)}
LETTERS = dict(zip("abcd", "甲乙丙丁", strict=True))
SCALED = re.compile(
    rf"\b(?P<scale>{'|'.join(SCALES)}) (?P<at>{'|'.join(_NUMBERS)}|\d\d?|[a-d])\b"
    rf"|\b(?P<nth>{'|'.join(_ORDINALS)}) (?P<of>{'|'.join(SCALES)})\b"
)
# The verb behind “who”, or the last one before “by whom”.
DEED = re.compile(
    r"\b(?:who|(?:which|what) [a-z]+) (?:(?:must|should|shall|will|may|can|could|has to|have to|needs to|need to"
    r"|(?:is|are|was|were) (?:responsible for|in charge of)|is to|are to|is|are|was|were) )*(?:not |also |be )*(?P<behind>[a-z]+(?: up\b)?)"
    r"|\b(?P<before>[a-z]+) by (?:whom|who|which|what)\b"
)
KINDS: tuple[tuple[Kind, Family | None, re.Pattern[str]], ...] = (
    ("figure", "money", re.compile(r"\bhow much (?:money|funding|subsidy|does .* (?:cost|receive|get|pay))|\bhow much (?:is|are) the [a-z -]{0,60}?(?:fees?|fines?|subsid(?:y|ies)|allowances?|grants?|rent|rewards?|salary|pension|bonus)|\bwhat (?:is|was|are) the (?:[a-z'-]+ ){0,3}?(?:price|fare|fee|salary|rent|fine)s?\b(?! rate)")),
    ("figure", "money", re.compile(r"\bwhat (?:is|are|was|were) the (?:[a-z-]+ ){0,4}?(?:fines?|subsid(?:y|ies)|allowances?|grants?|rents?|salary|pension|bonus|wages?)\b(?! (?:rates?|standards?|period|ratio|growth|limit|targets?|index|increase|for how))")),
    ("figure", "people", re.compile(r"\bhow many (?:people|persons|inhabitants|residents)")),
    ("figure", "time", re.compile(r"\bhow (?:long|(?:many|much) (?:(?:more|additional|full|calendar|working|business|consecutive|class|teaching|study|training) )*(?:years?|months?|days?|weeks?|hours?|minutes?|time)\b)|\bhow often|\bwhat(?:'s| is| are) the (?:[a-z-]+ ){0,2}?(?:time limit|time frame|length of time)\b")),
    ("figure", "share", re.compile(r"\b(?:what|which) (?:percentage|percent|share|proportion|fraction|ratio)|\bhow much of the\b")),
    ("figure", "area", re.compile(r"\bhow many (?:square|hectares?|acres?|mu)\b|\bhow (?:large|big) (?:is|are|was|were) the area")),
    ("figure", "times", re.compile(r"\bhow many times")),
    ("figure", "age", re.compile(r"\bhow old|\b(?:what|which) age\b")),
    ("figure", "length", re.compile(r"\bhow (?:tall|high|deep|wide|far)|\bhow many (?:kilomet|met|miles)")),
    ("figure", None, re.compile(r"\bhow much|\bwhat (?:is|was|are) the (?:[a-z'-]+ ){0,6}?(?:total|maximum|minimum|number|amount|population|area|length|age|price|fee|rate|speed|limit|target|quota|growth|size|cost|salary|pension|rent|fine|subsidy|allowance|bonus|ratio|score|scale|output|income|standard|cap|ceiling|threshold|quota)\b|\bwhat(?:'s| is) [a-z]+'s (?:[a-z'-]+ ){0,4}?(?:target|growth|area|population|output|gdp)\b|\bwhat (?:[a-z-]+ ){0,3}(?:gdp|growth|income|output)\b|\bwhat (?:number|amount)|\bnumber of\b")),
    ("figure", "count", re.compile(r"\bhow many")),
    ("when", None, re.compile(r"^(?!(?:which|what|who|whom|how|where)\b).*\bwhen\b|\bwhat (?:date|year|day|month|time)|\b(?:in )?which year|\bdeadline\b|\bsince what")),
    ("who", None, re.compile(r"\bwho(?:m|se)?\b|\b(?:which|what) (?:two |three |four )?(?:departments|bodies|agencies|ministries|institutions|department|body|agency|authority|organi[sz]ation|unit|institution|ministry)")),
    ("definition", None, re.compile(rf"^{_COUNTS_AS}|^(?:what (?:is|are) (?:a |an |the )?(?:meaning of|definition of)|what (?:is|are) an? [a-z -]+$|what does .* mean|define )")),
    ("which", None, re.compile(r"\b(?:which|what)\b|\bhow\b")),
    ("yesno", None, re.compile(r"^(?:is|are|was|were|does|do|did|can|could|may|must|should|will|has|have)\b")),
)  # fmt: skip
