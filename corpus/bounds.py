"""What bounds a figure: 不超过, 以上, 每年, 占…, 高于…."""

import re

_AFTER = re.compile(
    r"(?:\(含[^)]{0,10}\))?(及以上|及以下|以上|以下|以内|之内|左右|上下|不等|封顶|内(?![容部地外陆涵设生蒙资])|起步)"
)
_BOUNDS = frozenset(
    "不超过 不得超过 不低于 不得低于 不少于 不得少于 不多于 不高于 不得高于 不小于 不大于 不足 不满 未满 未达 低于 少于 小于 多于 高于 大于 "
    "超过 超出 超 逾 突破 至少 最少 最多 最高 最低 最长 最短 最大 最高不超过 大约 约 约为 近 将近 接近 力争 一般 原则上 仅 只 上限 下限 满 年满 "
    "人均 户均 年均 累计 平均 同比 同比增长 比上年 合计 共计 共 总计 总共 预计 力争达到 不到 高达 长达 多达 零下 不得小于 不得大于 "
    "一次性 不能超过 不能少于 不能低于 不应超过 不应少于 不应低于 不可超过 不可以超过 不得多于".split()
)
_FILLERS = frozenset(
    "增至 增到 升至 降至 降到 减至 提升至 提高至 可 可以 申请 申报 提出 办理 享受 领取 招用 达到 达 为 是 在 到 至 有 设 设立 建 建设 建成 建立 新建 培育 配备 安排 完成 实现 增长 提高 下降 控制在 保持在 稳定在 维持在 提高到 "
    "提升到 增加到 组织 开展 举办 召开 修订 调整 进行 发放 给予 按 按照 的 不变".split()
)
RATE = re.compile(
    r"(?:每(?:[0-9一二两三四五六七八九十半百千万]*(?:个)?(?:年|月|季度|季|学期|学年|周|日|天|人|户|生|次|亩|吨|小时|班|公顷|平方米|平方公里|件|台|辆"
    r"|所|家|校|名|张|例|股|度|千瓦时|立方米|公里|万人|千人|百人)(?:次|口)?))+"
)
COMPARED = re.compile(
    r"((?<!不)(?:超过|高于|低于|快于|慢于|优于|好于|(?<![占同环对])比(?![例重率值较特赛])|(?<!比)较(?![大高好低强快为]))[^,。;:、0-9]{2,14}?)"
    r"(?:(?:增长|下降|提高|增加|减少|降低|上升|提升|高|低|多|少)[了出]?)?的?$"
)
# What a share is taken of: 不低于当年人数的15%, 按评估价的50%.
BASE = re.compile(r"((?:不低于|不高于|不超过|不少于|不大于|不小于|按照?|以)[^,。;:、0-9]{2,24})的$")
# 最多填报19个: the verb between bounds nothing.
_AT_MOST = re.compile(r"(最多|至多|最少|至少|不得超过|不超过)(?:可以?|能)?[^,。;:、0-9的]{1,3}$")
_EVERY = re.compile(r"各(?![类种项级界方地族部省市县区国])[^,、各]{0,5}$")
SHARE_OF = re.compile(r"占(?![地用比])([^,。;:、占%0-9]{1,16}?)$")


def bounds_after(text: str, end: int) -> str:
    """Return the bound behind a figure that ends at `end` (以上, 左右, 内), or ""."""
    match = _AFTER.match(text, end)
    return match.group(1) if match else ""


def bounds_before(text: str, start: int, share: bool) -> list[str]:
    """Return the bounds before a figure that begins at `start`, in the order of the text."""
    lead = text[max(0, start - 28) : start]
    lead = lead[max(lead.rfind(c) for c in ",。;:!?\n") + 1 :]
    bounds, cut = _nearest(lead, share)
    if whole := SHARE_OF.search(lead[:cut]):
        bounds.insert(0, whole.group())
    rates = [m.group() for m in RATE.finditer(lead) if m.end() <= cut and _is_in_reach(lead[m.end() :])]
    if rates:
        return [rates[-1], *bounds]
    return ["各", *bounds] if _EVERY.search(lead) else bounds


def _is_in_reach(gap: str) -> bool:
    """Say whether a rate still binds: 每家80万元、30万元, but not 每年5万元、期限最长3年."""
    return "、" not in gap or gap.endswith("、")


def _nearest(lead: str, share: bool) -> tuple[list[str], int]:
    """Return the bounds that touch the figure, or only verbs between, and where they begin."""
    if lead.endswith("每"):
        return ["每"], len(lead) - 1
    compared = COMPARED.search(lead) or (BASE.search(lead) if share else None)
    if not compared and (limit := _AT_MOST.search(lead)):
        return [limit.group(1)], limit.start()
    cut = compared.start() if compared else len(lead)
    bounds = [compared.group(1)] if compared else []
    while word := _last_word(lead[:cut]):
        cut -= len(word)
        if word in _BOUNDS:
            bounds.insert(0, word)
    return bounds, cut


def _last_word(lead: str) -> str:
    words = (lead[-size:] for size in range(min(5, len(lead)), 0, -1))
    return next((word for word in words if word in _BOUNDS or word in _FILLERS), "")
