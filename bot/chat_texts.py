"""What a chat says around an answer, in Chinese and English: greetings, buttons, what went wrong."""

from collections.abc import Callable

from bot.model import Language
from corpus.errors import ChuyiError, InvalidQuestion, UnknownClause, UnknownDocument

Texts = Callable[..., str]

_TEXTS: dict[str, tuple[str, str]] = {
    # Around an answer
    "place": ("出处：{place}", "Clause: {place}"),
    "document": ("文件：{title}", "Document: {title}"),
    "damage": ("⚠️ 注意，此处原文有残缺：{damage}", "⚠️ Note, the source is damaged here: {damage}"),
    "nearest": ("最接近的条文：", "The nearest clauses:"),
    "asked": ("问：{question}", "Question: {question}"),
    # Buttons
    "full": ("📖 {name} 全文", "📖 {name} in full"),
    "before": ("‹ 上一条", "‹ Previous"),
    "after": ("下一条 ›", "Next ›"),
    "page_before": ("‹ 上一页", "‹ Page before"),
    "page_after": ("下一页 ›", "Next page ›"),
    "reading": ("🔗 在全文中阅读", "🔗 Read it in the document"),
    "outline": ("📑 文件目录", "📑 Outline"),
    "helpful": ("👍 有帮助", "👍 Helpful"),
    "unhelpful": ("👎 没有帮助", "👎 Not helpful"),
    "thanks": ("已记下，谢谢您。", "Noted, thank you."),
    # Commands
    "start": (
        "您好，我是楚怡政策问答。直接发来问题，我用政策原文回答，并注明出自哪一条；文中没有写明的，我会直说没有。"
        "\n库中有 {documents} 份文件。",
        "Hello, this is Chuyi. Send a question: I answer from the policy's own text and name the clause; what "
        "the text does not say, I do not guess.\nDocuments in the library: {documents}.",
    ),
    "try": ("可以这样问：", "You could ask:"),
    "help": (
        "直接发来问题即可，中文、拼音、英文都行；可以接着上一问往下问，发错了可以修改原消息，我会重新回答。"
        "\n\n/documents 库中的文件\n/clause 二（四）1 查看某一条（可在前面写文件名）\n/search 实训基地 查找条文"
        "\n/language 选择界面语言\n/help 使用说明"
        "\n\n在群里请 @{name}、回复我的消息或使用命令。在任何聊天里输入 @{name} 加上关键词，也能引用条文。",
        "Just send a question, in Chinese, pinyin or English. You can go on from the question before; edit your "
        "message and I answer it anew.\n\n/documents the documents of the library\n/clause 二（四）1 show a clause "
        "(a document's name may stand before it)\n/search 实训基地 find clauses\n/language choose the language of "
        "the buttons\n/help how it works\n\nIn a group, mention @{name}, reply to me or use a command. In any chat, "
        "type @{name} and a few words to quote a clause.",
    ),
    "documents": (
        "库中有 {count} 份文件（第 {page}/{pages} 页）",
        "Documents: {count} (page {page} of {pages})",
    ),
    "no_documents": ("库中还没有文件。", "The library holds no document yet."),
    "which_clause": (
        "请写明哪一条，例如：/clause 二（四）1 或 /clause 第十四条",
        "Say which clause, for example: /clause 二（四）1 or /clause 第十四条",
    ),
    "which_document": (
        "“{clause}”在多份文件里都有，请选择：",
        "“{clause}” stands in several documents; choose one:",
    ),
    "name_document": (
        "库中文件较多，请在前面写明文件，例如：/clause 文件名 {clause}",
        "The library holds many documents; put the document first: /clause DOCUMENT {clause}",
    ),
    "what_words": ("请写明要找的词，例如：/search 实训基地", "Say what to look for: /search 实训基地"),
    "no_hits": ("没有条文含有这些词。", "No clause holds these words."),
    "which_language": (
        "界面和按钮用哪种语言？政策原文始终是中文，回答随提问的语言。",
        "Which language for buttons and help? Quotes stay Chinese; answers follow the question's language.",
    ),
    "language_kept": ("好的，界面改为中文。", "Done: buttons and help are in English."),
    "unknown_command": ("没有这个命令。/help 列出全部命令。", "There is no such command; /help lists them."),
    # What went wrong
    "text_only": (
        "我只看得懂文字。请把问题打成文字发来，例如：{example}",
        "I can read only text. Please write your question, for example: {example}",
    ),
    "no_question": ("请写出您的问题，例如：{example}", "Please write your question, for example: {example}"),
    "wrong_question": (
        "请用 1 到 500 个字写明要查的内容。",
        "Please write what to look for, in 1 to 500 characters.",
    ),
    "unknown_clause": (
        "没有找到这一条。可以先用 /documents 打开文件目录。",
        "There is no such clause. /documents opens the outlines.",
    ),
    "unknown_document": (
        "没有找到这份文件，可能已经移出文件库。/documents 列出现有文件。",
        "There is no such document; it may have left the library. /documents lists what there is.",
    ),
    "failed": ("暂时无法查询，请稍后再试。", "This cannot be looked up right now; please try again later."),
    "old_button": ("这个按钮已经失效，请重新提问。", "This button no longer works; please ask again."),
    # What is said that asks nothing
    "greeted": (
        "您好！请直接发来问题，例如：{example}",
        "Hello! Just send a question, for example: {example}",
    ),
    "thanked": ("不客气，还有问题请直接发来。", "You are welcome. Just send the next question."),
    # Where a list has no title
    "choose": ("选择", "Choose"),
    "example": ("主要任务有哪些？", "主要任务有哪些？"),
}
# The commands of a chat with what they do, Chinese and English.
COMMANDS: dict[str, tuple[str, str]] = {
    "start": ("开始使用", "Begin"),
    "help": ("使用说明", "How it works"),
    "documents": ("库中的文件", "The documents of the library"),
    "clause": ("查看某一条，例如 二（四）1", "Show a clause, such as 二（四）1"),
    "search": ("查找含有某些词的条文", "Find clauses by words"),
    "language": ("选择界面语言", "Choose the language of the buttons"),
}
# Courtesies that ask nothing; within a conversation they would be taken for the question before.
_COURTESIES = {
    "greeted": "你好 您好 大家好 老师好 早上好 下午好 晚上好 在吗 hello hi hey",
    "thanked": "谢谢 谢谢您 谢谢你 多谢 感谢 非常感谢 辛苦了 好的 好的谢谢 收到 明白了 知道了 再见 thanks "
    "thankyou thankyouverymuch manythanks ok okay bye goodbye",
}
_ERRORS: dict[type[ChuyiError], str] = {
    InvalidQuestion: "wrong_question",
    UnknownClause: "unknown_clause",
    UnknownDocument: "unknown_document",
}


def texts_of(language: Language) -> Texts:
    """Return a function that gives a text by its key, with values put in: `t("documents", count=3)`."""

    def text(key: str, **values: object) -> str:
        return _TEXTS[key][language == "en"].format(**values)

    return text


def explain(error: Exception, language: Language) -> str:
    """Return what went wrong, for a person who chats."""
    key = next((key for kind, key in _ERRORS.items() if isinstance(error, kind)), "failed")
    return texts_of(language)(key)


def courtesy(said: str) -> str | None:
    """Return the key of what to say to a message that is no more than a courtesy."""
    letters = "".join(char for char in said.lower() if char.isalnum())
    return next((key for key, words in _COURTESIES.items() if letters in words.split()), None)


def language_named(name: str) -> Language | None:
    """Return the language that a person names: 中文, zh, English, en…"""
    folded = name.strip().lower()
    if folded in ("zh", "cn", "中文", "汉语", "chinese"):
        return "zh"
    return "en" if folded in ("en", "英文", "英语", "english") else None
