"""The words of the interface, in Chinese and English; the answers themselves come from elsewhere."""

from collections.abc import Callable

from bot.model import Language

Texts = Callable[..., str]
Table = dict[str, tuple[str, str]]

# What every page shows.
SITE: Table = {
    "site.name": ("楚怡", "Chuyi"),
    "site.subtitle": ("政策问答", "Policy answers"),
    "site.ask": ("提问", "Ask"),
    "site.documents": ("政策文件", "Documents"),
    "site.skip": ("跳到正文", "Skip to the content"),
    "site.navigation": ("主导航", "Main"),
    "site.preferences": ("显示设置", "Display"),
    "site.language": ("English", "中文"),
    "site.large": ("大字", "Large text"),
    "site.dark": ("深色", "Dark"),
    "site.promise": (
        "答案逐字引自政策原文，并注明条款；原文没有写明的，不作推断。",
        "Answers quote the policy word for word and name the clause; what the text does not say is not guessed.",
    ),
    "site.interface": ("开放接口", "Open API"),
}

# The ask page and what goes wrong.
ASK: Table = {
    "ask.title": ("政策原文，一问即达", "Ask the policy, read the clause"),
    "ask.question": ("您的问题", "Your question"),
    "ask.send": ("提问", "Ask"),
}

TEXTS: Table = SITE | ASK


def texts_of(language: Language) -> Texts:
    """Return a function that gives a text by its key, with values put in: `t("error.wait", seconds=9)`."""

    def text(key: str, **values: object) -> str:
        return TEXTS[key][language == "en"].format(**values)

    return text
