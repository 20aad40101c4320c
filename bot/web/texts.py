"""The words of the interface, in Chinese and English; the answers themselves come from elsewhere."""

from collections.abc import Callable

from bot.model import Language
from bot.render import DAMAGE, HARMLESS
from bot.web.reading_words import READING

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
    "ask.lead": (
        "写出问题，得到政策的原句、数字和所在条款；原文没有写明的，如实说明。",
        "Ask a question and get the policy’s own sentence, its figure and its clause. What the text does not say, you are told so.",
    ),
    "ask.question": ("您的问题", "Your question"),
    "ask.follow_up": ("继续提问", "Ask on"),
    "ask.send": ("提问", "Ask"),
    "ask.anew": ("开始新的提问", "Start a new conversation"),
    "ask.limited": ("只在此文件中查找：", "Looking only in"),
    "ask.unlimited": ("改为查找全部文件", "Look in all documents"),
    "ask.shelf": ("库中文件", "In the library"),
    "ask.all": ("查看全部 {n} 份文件", "All {n} documents"),
    "ask.empty": ("库中还没有文件。", "The library holds no document yet."),
    "ask.too_long": (
        "问题太长，共 {n} 个字；请缩短到 {most} 个字以内。",
        "The question has {n} characters; please use at most {most}.",
    ),
    "ask.no_words": (
        "请用几个字词写出问题，例如“主要任务有哪些？”。",
        "Please ask in a few words, for example “What are the main tasks?”.",
    ),
    "feedback.wrong": ("哪里需要改进？", "What should be better?"),
    "feedback.back": ("返回刚才的回答", "Back to the answer"),
    "error.404": ("这里没有内容", "There is nothing here"),
    "error.404.advice": (
        "您要看的页面或文件不在库中，可能已经移走，也可能是网址有误。",
        "The page or document is not in the library; it may have been moved, or the address is wrong.",
    ),
    "error.413": ("内容太长", "Too much at once"),
    "error.413.advice": ("请缩短后再提交。", "Please send less."),
    "error.422": ("无法处理这个请求", "This cannot be read"),
    "error.422.advice": (
        "网址或表单里的内容不完整，请从首页重新提问。",
        "The address or the form is incomplete; please ask again from the first page.",
    ),
    "error.429": ("提问过于频繁", "Too many requests"),
    "error.429.advice": (
        "请等 {seconds} 秒再试，您的问题还在。",
        "Please wait {seconds} seconds and try again; your question is kept.",
    ),
    "error.500": ("服务出错了", "Something went wrong"),
    "error.500.advice": (
        "问题出在服务器，不在您的提问。请稍后再试。",
        "The fault is the server’s, not your question’s. Please try again later.",
    ),
    "error.503": ("服务暂时不可用", "Not available at the moment"),
    "error.503.advice": (
        "文件库正在更新或维护，请稍后再试。",
        "The library is being updated; please try again later.",
    ),
    "error.again": ("再试一次", "Try again"),
    "error.ask": ("回到提问", "Ask a question"),
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

# The page /widget, and the options of the widget as it lists them.
PORTAL: Table = {
    "portal.name": ("示例政务门户", "An example portal"),
    "portal.trail": ("当前位置", "You are here"),
    "portal.title": ("把政策问答放到您的网站", "Policy answers on your own site"),
    "portal.lead": (
        "本页仿照一个政务门户：右下角的按钮是问答窗，右侧一栏是同样的内容嵌在页面里。两种方式都可直接试用。",
        "This page is made like a portal: the button in the corner opens the widget, the column shows the "
        "same inside the page. Both are live.",
    ),
    "portal.widget": ("问答窗", "The widget"),
    "portal.widget_is": (
        "在页面任意处加入这一行，右下角即出现按钮。它不改动页面样式，也不受页面样式影响。",
        "Put this line anywhere into a page, and the button stands in its corner. It changes no style of the "
        "page and takes none from it.",
    ),
    "portal.embed": ("嵌在页面里", "Inside the page"),
    "portal.embed_is": (
        "不便加脚本的页面用内嵌框架；浏览器不运行脚本也能问答。",
        "A frame, for pages that take no script; it answers even where scripts do not run.",
    ),
    "portal.copy": ("复制", "Copy "),
    "portal.copied": ("已复制", "Copied"),
    "portal.options": ("选项", "Options"),
    "portal.option": ("属性", "Attribute"),
    "portal.values": ("取值（首项为缺省）", "Values, the default first"),
    "portal.does": ("作用", "What it does"),
    "portal.frame_options": (
        "内嵌框架用地址参数设同样的选项：lang、color、theme、document（可重复）、greeting。",
        "The frame takes the same as parameters of its address: lang, color, theme, document (repeatable), greeting.",
    ),
    "portal.allow": ("开通", "Allow your site"),
    "portal.allow_is": (
        "出于安全，只有列入名单的网站可以使用。请在 config.toml 里写上您网站的地址：",
        "For safety only listed sites may use it. Name your site’s address in config.toml:",
    ),
    "portal.policy": (
        "网站若设有内容安全策略，请允许本服务的地址；不需要放行内联脚本或内联样式：",
        "If your site has a Content-Security-Policy, allow this service’s address; inline scripts and styles "
        "need not be allowed:",
    ),
    "portal.aside": ("嵌在页面里的问答", "Answers inside the page"),
    "portal.frame_title": ("政策问答", "Policy answers"),
    "portal.notice": ("示例页面，并非任何机关的网站。", "An example; no authority’s site."),
    "option.language": (
        "界面语言；auto 依页面而定",
        "language of the interface; auto follows the page",
    ),
    "option.color": (
        "主色；对比度不足时自动加深或调亮",
        "main colour; made darker or lighter if it could not be read",
    ),
    "option.position": ("在右下角还是左下角", "the corner it stands in"),
    "option.theme": ("浅色、深色；auto 依系统设置", "light or dark; auto follows the system"),
    "option.documents": (
        "只在这些文件里查找，用空格分开；缺省为全部文件",
        "answer from these only, separated by blanks; all by default",
    ),
    "option.greeting": ("开场白，最多 300 字", "what it says first, up to 300 characters"),
    "option.open": ("打开页面时就展开；手机上不展开", "open when the page is shown; not on phones"),
    "option.ids": ("文件编号", "ids of documents"),
    "option.text": ("文字", "text"),
}

TEXTS: Table = SITE | ASK | TALK | WIDGET | PORTAL | READING


def texts_of(language: Language) -> Texts:
    """Return a function that gives a text by its key, with values put in: `t("error.429.advice", seconds=9)`."""

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
