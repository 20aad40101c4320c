"""Of what a figure, a day or a body is asked: another deed, member, level, case, law or clause is no answer."""

import pytest
from conftest import Served, ask, serve_texts

RULES = """# 江南省图书馆办法

2020年5月20日江南省第八届人民代表大会常务委员会第六次会议通过

第一条 根据《中华人民共和国公共图书馆法》，制定本办法。

第二条 公共图书馆概念展厅、自习室分别达到69间、107间，书架、座椅更新率超过98%、85%。

第三条 设立图书馆的，应当向文化部门提出申请。文化部门应当自收到申请之日起二十日内完成核查，情况复杂的，可以延长十日。

第四条 对核查结论有异议的，可以在十五日内向作出核查结论的机关的上一级机关申请复议。

第五条 市图书馆每年举办读书节六次，区图书馆每年举办读书节四次。读者日由省文化部门举办。

第六条 借书证的押金从一百元提高到一百五十元。图书馆配备馆员，馆员人数由九十人整合为七十人。

第七条 馆藏规模新增五万册，总数达到六十二万册。保管期限为三至八年。

第八条 擅自拆除图书馆的，没有违法所得的，处三万元以下的罚款；有违法所得的，处五万元以下的罚款；情节严重的，处九万元的罚款。

第九条 读者办理借书证的，应当提交身份证件。分娩后一年内的读者免费邮寄图书。

第十条 借书证届满前三十日，读者可以续期。馆员培训由文化部门组织。

第十一条 省文化部门联系电话：81085234。

第十二条 省文化部门是全省图书馆事业的主管部门，负责图书馆事业的综合协调。图书馆应当依法对图书馆事业的资料安全负责。

第十三条 馆员津贴由所在图书馆按照最低工资标准的百分之三十按月计发。馆员从事编目工作满八年的，发给荣誉证书。

第十四条 馆员津贴每满一年增加一个月。馆员津贴的领取期限最长为二十个月。

珍本名录由省文化部门会同档案部门确定并公布。读者可以办理临时借书证。馆舍消毒由街道负责，消毒设备由文化部门检查。文化部门应当自收到报告之日起六日内答复。

第十五条 在办理读者证补发之日起三日内，图书馆保留原借阅记录。

第十六条 本办法自2020年7月1日起施行，有效期五年。1998年3月2日江南省人民政府公布的《江南省图书室办法》同时废止。
"""


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Served:
    return serve_texts(tmp_path_factory.mktemp("asked_of"), policy=RULES)


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        pytest.param("自习室达到多少间？", (107, "间"), id="a member of a list told respectively"),
        pytest.param("座椅更新率超过多少？", (85, "%"), id="a member, without that word"),
        pytest.param("情况复杂的，延长多少日？", (10, "日"), id="the deed right before the figure"),
        pytest.param("文化部门多少日内完成核查？", (20, "日"), id="the deed of the first figure"),
        pytest.param("区图书馆每年举办读书节几次？", (4, "次"), id="the level asked for"),
        pytest.param("借书证押金提高前是多少元？", (100, "元"), id="what was before a change"),
        pytest.param("馆藏总数达到多少册？", (620000, "册"), id="the total, not what was added"),
        pytest.param("保管期限最长几年？", (8, "年"), id="the end of a range asked for"),
        pytest.param(
            "擅自拆除图书馆，有违法所得的罚款多少元？", (50000, "元"), id="the case of who gained by it"
        ),
        pytest.param(
            "擅自拆除图书馆，情节严重的罚款多少元？", (90000, "元"), id="the graver case of a wrong"
        ),
        pytest.param("借书证届满前多少日可以续期？", (30, "日"), id="days counted back from a deed"),
        pytest.param("分娩后多久内的读者免费邮寄图书？", (1, "年"), id="a year after a deed"),
        pytest.param("馆员津贴按最低工资标准的多少计发？", (30, "%"), id="a share of a sum"),
        pytest.param("编目工作满几年发给荣誉证书？", (8, "年"), id="a case asked for by what follows"),
        pytest.param("馆员津贴最多领几个月？", (20, "个月"), id="the most, not what is added"),
    ],
)
def test_the_figure_of_what_is_asked(rules: Served, question: str, fact: tuple[float, str]) -> None:
    facts = ask(rules, question).facts
    assert facts
    assert (facts[0].value, facts[0].unit) == fact


@pytest.mark.parametrize(
    "questions",
    [
        pytest.param(("上一级机关几日内作出复议结论？",), id="the deed is another body's"),
        pytest.param(("自习室由多少家企业更新？",), id="how many do it, not to how many it is done"),
        pytest.param(("中华人民共和国公共图书馆法从哪天起施行？",), id="the law that the text carries out"),
        pytest.param(("2015年的办法自哪天起施行？",), id="a text of another year"),
        pytest.param(("第77号令是哪天公布的？",), id="a text of another number"),
        pytest.param(("借书证的有效期是几年？",), id="the validity of the text itself"),
        pytest.param(("读书节在哪里举办？",), id="where, and no place is told"),
        pytest.param(("临时借书证的押金是多少元？",), id="a narrower name of the text's own"),
        pytest.param(("珍本名录有哪些图书？",), id="a list that others are to make"),
        pytest.param(("馆藏收到报告后几日内答复？",), id="what the clause does not speak of"),
        pytest.param(("读者证补发到哪里办理？",), id="where, and only when is told"),
        pytest.param(("馆员分几级？",), id="into how many, and nothing is divided"),
        pytest.param(("馆长由谁担任？",), id="a post that nobody is said to hold"),
        pytest.param(("省财政部门的联系电话是多少？",), id="the telephone of another body"),
        pytest.param(("设立图书馆的申请要带哪些材料？",), id="papers, and none are named"),
        pytest.param(("国际读书节每年举办几次？",), id="of the whole world, not of a city"),
        pytest.param(("读者日由谁举办？", "几日内举办？"), id="a number asked for behind a body"),
        pytest.param(("馆员培训由谁组织？", "培训多少次？"), id="another number asked for behind a body"),
        pytest.param(("借书证的押金是多少元？", "由谁复议？"), id="a body from another clause"),
        pytest.param(
            ("区图书馆每年举办读书节几次？", "省文化部门呢？"), id="another subject without a number"
        ),
    ],
)
def test_what_is_told_of_something_else(rules: Served, questions: tuple[str, ...]) -> None:
    *before, question = questions
    answer = ask(rules, question, *before)
    assert (answer.status, answer.facts) == ("not_found", ()), answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        pytest.param("办法是第几次会议通过的？", "第六次会议通过", id="the session asked for by its number"),
        pytest.param("《江南省图书室办法》是哪天公布的？", "1998年3月2日", id="a text only spoken of"),
        pytest.param("读者日由谁举办？", "省文化部门", id="a body that is told"),
        pytest.param("图书馆事业由哪个部门负责？", "省文化部门是", id="the competent body"),
        pytest.param(
            "Which department is in charge of libraries?", "省文化部门是", id="the competent body, in English"
        ),
    ],
)
def test_what_is_told_in_words(rules: Served, question: str, said: str) -> None:
    answer = ask(rules, question)
    assert answer.status == "answered"
    assert said in answer.answer
