"""The words of the interface, in Chinese and English; the answers themselves come from elsewhere."""

from collections.abc import Callable

from bot.model import Language
from bot.render import DAMAGE, HARMLESS

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

# What scripts say around a conversation, on the pages and in the widget; {n} is put in there.
TALK: Table = {
    "talk.log": ("问答记录", "Questions and answers"),
    "talk.asked": ("您问：", "You asked: "),
    "talk.waiting": ("正在查阅文件", "Reading the documents"),
    "talk.source": ("出处：", "Source: "),
    "talk.derived": ("合计得出，原文未直接写明", "worked out; the text does not state it"),
    "talk.new_tab": ("（在新窗口打开）", " (opens in a new tab)"),
    "talk.damaged": ("此处原文有残缺：", "The source is damaged here: "),
    "talk.joint": ("；", "; "),
    "talk.more": ("另有 {n} 处原文", "{n} more passages"),
    "talk.missing": ("库中没有", "Not in the library"),
    "talk.nearest": ("最接近的条文", "The nearest clauses"),
    "talk.suggestions": ("可以这样问", "You could ask"),
    "talk.helpful": ("这个回答有帮助吗？", "Was this helpful?"),
    "talk.yes": ("有帮助", "Yes"),
    "talk.no": ("没有帮助", "No"),
    "talk.comment": ("哪里不对？（可不填）", "What is wrong? (optional)"),
    "talk.send_comment": ("送出", "Send"),
    "talk.thanks": ("已记下，谢谢您。", "Noted, thank you."),
    "talk.not_sent": ("没有送出，请稍后再试。", "It was not sent; please try again later."),
    "talk.again": ("重试", "Try again"),
    "talk.again_in": ("{n} 秒后可重试", "Try again in {n} s"),
    "talk.away": (
        "暂时连不上问答服务。您的问题还在，稍后点“重试”即可。",
        "The service cannot be reached at the moment. Your question is kept; try again in a while.",
    ),
    "talk.too_many": (
        "提问过于频繁，请 {n} 秒后再试。您的问题还在。",
        "Too many questions at once; please wait {n} seconds. Your question is kept.",
    ),
    "talk.wrong_question": (
        "这个问题无法处理：请用 1 到 500 个字写明要查的内容。",
        "This question cannot be answered: please write what to look for in 1 to 500 characters.",
    ),
    "talk.unknown_document": (
        "这里指定的文件不在库中，请告知网站管理员。",
        "A document named for this page is not in the library; please tell the site’s editors.",
    ),
    "talk.failed": ("服务出错了，请稍后再试。", "Something went wrong; please try again later."),
}

# What the widget and /embed show around it.
WIDGET: Table = {
    "widget.title": ("政策问答", "Policy answers"),
    "widget.greeting": (
        "您好！请就政策文件提问。答案逐字引自原文，并注明出自哪一条。",
        "Hello! Ask about the policy documents. Answers quote the text and name the clause.",
    ),
    "widget.question": ("您的问题", "Your question"),
    "widget.placeholder": ("请输入问题", "Type a question"),
    "widget.send": ("提问", "Ask"),
    "widget.close": ("关闭", "Close"),
    "widget.anew": ("重新开始", "Start again"),
    "widget.large": ("大字", "Large text"),
    "widget.large_sign": ("大", "A+"),
    "widget.foot": ("以政策原文为准。", "The policy’s text is what counts."),
    "widget.page": ("打开完整页面", "Open the full page"),
}

TEXTS: Table = SITE | ASK | TALK | WIDGET


def texts_of(language: Language) -> Texts:
    """Return a function that gives a text by its key, with values put in: `t("error.wait", seconds=9)`."""

    def text(key: str, **values: object) -> str:
        return TEXTS[key][language == "en"].format(**values)

    return text


def script_words(language: Language, table: Table = TALK) -> dict[str, object]:
    """Return a table for scripts, keys as they name them (newTab), with what each damage means."""
    n = int(language == "en")
    words: dict[str, object] = {_camel(key.partition(".")[2]): texts[n] for key, texts in table.items()}
    damage = {kind: texts[n] for kind, texts in DAMAGE.items() if kind not in HARMLESS}
    return {**words, "damage": damage}


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)
