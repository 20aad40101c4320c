"""A clause named together with its document is quoted itself; lists, deadlines and closing rules are quoted whole."""

import pytest
from conftest import Served, serve_texts

RULES = """# 河湾市渡口安全管理条例

第一条 为了加强渡口安全管理，制定本条例。

第二条 县级人民政府负责渡口管理工作。

渡口应当设置标志。

渡船应当配备救生衣。

第三条 有下列情形之一的，渡船不得开航：

（一）风力超过六级；

（二）船体漏水。

第四条 违反本条例规定，渡工一年内受到三次以上处罚的，两年内不得从事渡运。

违反本条例规定，渡工醉酒驾驶渡船的，两年内不得从事渡运。

第五条 本条例施行前建成的渡口，由所有人自本条例施行之日起九十日内登记。经营人的考核结果有效期一年。

第六条 本条例自2021年5月1日起施行。
"""
MEASURES = """# 河湾市渡口安全管理条例实施办法

第一条 为了实施河湾市渡口安全管理条例，制定本办法。

第二条 渡口的标志由市交通运输部门统一制作，安全检查建立举报投诉渠道。

第三条 本办法自2022年1月1日起施行。
"""
NOTICE = """# 河湾市人民政府关于进一步做好渔港建设有关工作的通知

各区人民政府：

一、总体安排

渔港建设还有不少困难，岸线资源紧张；维护资金不足；专业人员缺少。

重点做好三个方面工作。

（一）改善港池条件。疏浚航道。

（二）完善岸上设施。建设市场。

（三）提高管理水平。培训人员。

二、组织实施

（四）落实责任。各区要制定渔港建设方案和配套制度。以上工作要在2025年6月底前完成。

（五）加强宣传。市农业农村局要做好政策解读。
"""


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Served:
    return serve_texts(tmp_path_factory.mktemp("named"), rules=RULES, measures=MEASURES, notice=NOTICE)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("渡口安全管理条例第二条第三款", "渡船应当配备救生衣。"),
        ("渡口条例第二条第三款讲的是什么？", "渡船应当配备救生衣。"),
        ("《河湾市渡口安全管理条例》第二条第三款是怎么规定的", "渡船应当配备救生衣。"),
        ("渡口条例2条3款说啥", "渡船应当配备救生衣。"),
        ("河湾渡口条例第三条第一款第（二）项", "（二）船体漏水。"),
        ("渡口条例实施办法第三条", "第三条 本办法自2022年1月1日起施行。"),
        ("渔港通知一（二）", "（二）完善岸上设施。建设市场。"),
        ("渔港建设文件第一部分第（二）项讲了什么", "（二）完善岸上设施。建设市场。"),
        ("渔港通知第二部分第二点", "（五）加强宣传。市农业农村局要做好政策解读。"),
    ],
)
def test_the_clause_of_the_document_named_is_quoted(several: Served, question: str, quote: str) -> None:
    answer = several.answerer.answer(question)
    assert [c.quote for c in answer.citations] == [quote], answer.answer


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        pytest.param("渡口条例第二条第九款", "第二条第九款", id="no such paragraph"),
        pytest.param("渡口条例第三条第二款", "第三条第二款", id="an item is no paragraph"),
        pytest.param("渡口条例第一百条", "第一百条", id="no such article"),
        pytest.param("渔港通知三（一）", "三(一)", id="no such part"),
        pytest.param("渡口安全法第二条", "渡口安全法", id="a law is no regulation"),
        pytest.param("山岭市渡口条例第二条", "山岭市渡口条例", id="another place's"),
        pytest.param("安全管理条例第二条", "安全管理条例", id="the end of a longer name"),
    ],
)
def test_what_the_library_lacks_is_named(several: Served, question: str, missing: str) -> None:
    answer = several.answerer.answer(question)
    assert answer.status == "not_found"
    assert missing in answer.missing


def test_a_follow_up_stays_in_the_article_and_the_document(several: Served) -> None:
    first = several.answerer.answer("渡口条例第二条第三款")
    assert several.answerer.answer("第二款呢", first.conversation).citations[0].quote == "渡口应当设置标志。"
    other = several.answerer.answer("第六条呢", first.conversation)
    assert other.citations[0].quote == "第六条 本条例自2021年5月1日起施行。"


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        pytest.param("要重点做好的三个方面工作是哪些", ["改善港池", "完善岸上", "提高管理"], id="counted"),
        pytest.param("渔港建设有哪些困难", ["岸线资源紧张", "维护资金不足", "专业人员缺少"], id="semicolons"),
        pytest.param("什么情况下渡工两年内不得从事渡运", ["三次以上", "醉酒驾驶"], id="cases"),
        pytest.param(
            "渔港建设方案最迟哪个月底要制定好", ["制定渔港建设方案", "2025年6月底前"], id="deadline"
        ),
        pytest.param("渡口安全管理条例从哪天开始实行", ["2021年5月1日"], id="the day, not what was before"),
    ],
)
def test_what_belongs_together_is_quoted(several: Served, question: str, quotes: list[str]) -> None:
    answer = several.answerer.answer(question)
    said = "\n".join(citation.quote for citation in answer.citations)
    assert [q for q in quotes if q not in said] == [], answer.answer


@pytest.mark.parametrize("question", ["举报投诉电话号码是多少", "渡口安全管理条例执行到什么时候"])
def test_what_the_text_only_mentions_is_no_answer(several: Served, question: str) -> None:
    assert several.answerer.answer(question).status == "not_found"
