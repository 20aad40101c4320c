"""The golden questions, asked of the whole way from file to answer: never fewer right, never more misleading."""

from dataclasses import dataclass

import pytest
from conftest import ROOT, Serve

from bot.evaluate import Score, fold, read_cases, score

GOLDEN = ROOT / "tests" / "data" / "golden"


@dataclass(frozen=True)
class Bar:
    """The policy a file is asked of, how many must pass, how many may mislead."""

    policy: str
    floor: int
    misleading: int = 0


BARS = {
    "chuyi": Bar("chuyi-2022", 49),
    "vocational-reform-2019": Bar("vocational-reform-2019", 29),
    "chuyi-more": Bar("chuyi-2022", 40),
    "vocational-reform-more": Bar("vocational-reform-2019", 28, misleading=1),
    "public-housing": Bar("public-housing", 22),
    "points-settlement": Bar("points-settlement", 17),
    "hebei-report-2026": Bar("hebei-report-2026", 23),
    "guizhou-plan": Bar("guizhou-plan", 22),
    "vocational-education-law": Bar("vocational-education-law-2022", 21),
    "drug-procurement-2019": Bar("drug-procurement-2019", 23),
    "elderly-meals": Bar("elderly-meals", 21),
    "beneficial-owner": Bar("beneficial-owner", 23),
    "home-care": Bar("home-care", 23),
    "waste-free-city": Bar("waste-free-city", 25),
    "tianjin-report-2026": Bar("tianjin-report-2026", 24),
    "graduate-support": Bar("graduate-support", 22),
    "elder-benefits": Bar("elder-benefits", 18),
    "sports-events": Bar("sports-events", 25),
    "temporary-relief": Bar("temporary-relief", 22),
    "farm-machinery-2018": Bar("farm-machinery-2018", 24),
    "social-card-guide": Bar("social-card-guide", 19),
    "school-bus-2012": Bar("school-bus-2012", 22),
    "zhejiang-report-2026": Bar("zhejiang-report-2026", 25),
    "payment-terminals-pdf": Bar("payment-terminals-pdf", 25),
    "hk-youth-2023": Bar("hk-youth-2023", 24),
    "social-groups-pdf": Bar("social-groups-pdf", 23),
    "school-enrolment-2026": Bar("school-enrolment-2026", 23),
    "work-injury": Bar("work-injury", 25),
    "talent-2020": Bar("talent-2020", 23),
    "extreme-poverty-pdf": Bar("extreme-poverty-pdf", 25),
    "private-schools-2021": Bar("private-schools-2021", 24),
    "rural-2026": Bar("rural-2026", 24),
    "free-trade-pdf": Bar("free-trade-pdf", 24),
    "labour-inspection": Bar("labour-inspection", 21),
    "hunan-report-2026": Bar("hunan-report-2026", 25),
    "drug-procurement-more": Bar("drug-procurement-2019", 24),
    "disabled-employment": Bar("disabled-employment", 18),
    "finance-five-2025": Bar("finance-five-2025", 11),
    "joint-conference-2018": Bar("joint-conference-2018", 13),
    "jiangxi-report-2026": Bar("jiangxi-report-2026", 25),
    "legality-review-pdf": Bar("legality-review-pdf", 25),
    "consumption-poverty": Bar("consumption-poverty", 24),
    "dog-rules": Bar("dog-rules", 22),
    "gov-media-pdf": Bar("gov-media-pdf", 24),
    "hainan-report-2026": Bar("hainan-report-2026", 24),
    "income-tax-rules": Bar("income-tax-rules", 20),
    "migrant-enrolment": Bar("migrant-enrolment", 18),
    "points-hukou": Bar("points-hukou", 19),
    "rural-finance": Bar("rural-finance", 25),
    "jilin-report-2026": Bar("jilin-report-2026", 25),
    "research-autonomy-pdf": Bar("research-autonomy-pdf", 25),
    "work-injury-more": Bar("work-injury", 25),
    "zhoushan-dog-rules": Bar("zhoushan-dog-rules", 25),
    "car-three-guarantees": Bar("car-three-guarantees", 20),
    "guiyang-report-2026": Bar("guiyang-report-2026", 23),
    "innovation-pdf": Bar("innovation-pdf", 19),
    "shandong-student-fitness": Bar("shandong-student-fitness", 25),
    "luoyang-heating": Bar("luoyang-heating", 17),
    "yunnan-report-2026": Bar("yunnan-report-2026", 20),
    "culture-reform-2018": Bar("culture-reform-2018", 19),
    "annual-leave-pdf": Bar("annual-leave-pdf", 15),
    "binzhou-dust": Bar("binzhou-dust", 17),
    "chongqing-report-2026": Bar("chongqing-report-2026", 24),
    "coal-accidents-2004": Bar("coal-accidents-2004", 14, misleading=2),
    "complaints": Bar("complaints", 24),
    "cq-patent-pdf": Bar("cq-patent-pdf", 22),
    "exam-pdf": Bar("exam-pdf", 14),
    "fire-plates-2018": Bar("fire-plates-2018", 14),
    "five-year-15": Bar("five-year-15", 19),
    "flexible-pension": Bar("flexible-pension", 13),
    "food-inspection": Bar("food-inspection", 19),
    "fujian-report-2026": Bar("fujian-report-2026", 19),
    "gansu-report-2026": Bar("gansu-report-2026", 21),
    "gd-medical": Bar("gd-medical", 14),
    "inspection-praise-2018": Bar("inspection-praise-2018", 17),
    "jinan-parking": Bar("jinan-parking", 18),
    "price-marking": Bar("price-marking", 14),
    "puyang-waste": Bar("puyang-waste", 20),
    "quake-1996-pdf": Bar("quake-1996-pdf", 18),
    "quake-1997": Bar("quake-1997", 22),
    "rent-filing": Bar("rent-filing", 12),
    "report-reward": Bar("report-reward", 19),
    "science-awards-2018": Bar("science-awards-2018", 22),
    "shandong-preschool": Bar("shandong-preschool", 15),
    "shanghai-ecommerce": Bar("shanghai-ecommerce", 22),
    "shanghai-library": Bar("shanghai-library", 16),
    "sichuan-report-2026": Bar("sichuan-report-2026", 18),
    "startup-subsidy": Bar("startup-subsidy", 20),
    "tibet-classes-pdf": Bar("tibet-classes-pdf", 15),
    "traffic-points-pdf": Bar("traffic-points-pdf", 15),
    "veterans-law": Bar("veterans-law", 22),
    "village-coal-mines": Bar("village-coal-mines", 22),
    "weifang-heating-pdf": Bar("weifang-heating-pdf", 20),
    "zhejiang-petition": Bar("zhejiang-petition", 22),
    "zhejiang-tcm": Bar("zhejiang-tcm", 17),
    "chip-layout-pdf": Bar("chip-layout-pdf", 23),
    "henan-report-2026": Bar("henan-report-2026", 24),
    "shanghai-associations": Bar("shanghai-associations", 24),
    "zhejiang-hightech": Bar("zhejiang-hightech", 24),
    "guizhou-report-2025": Bar("guizhou-report-2025", 24),
    "secrets-rules": Bar("secrets-rules", 23),
    "shandong-weather-pdf": Bar("shandong-weather-pdf", 20),
    "zhejiang-traffic-works": Bar("zhejiang-traffic-works", 23),
    "badong-2004": Bar("badong-2004", 22),
    "beijing-preschool": Bar("beijing-preschool", 22),
    "beijing-student-injury": Bar("beijing-student-injury", 23),
    "beijing-vocational": Bar("beijing-vocational", 22),
    "chongqing-continuing": Bar("chongqing-continuing", 25),
    "chongqing-inspection-pdf": Bar("chongqing-inspection-pdf", 24),
    "disabled-education-pdf": Bar("disabled-education-pdf", 23),
    "drug-import": Bar("drug-import", 23),
    "education-inspection": Bar("education-inspection", 21),
    "education-surcharge": Bar("education-surcharge", 22),
    "guangzhou-kindergarten": Bar("guangzhou-kindergarten", 24),
    "guizhou-report-2026": Bar("guizhou-report-2026", 23),
    "hangzhou-drivers": Bar("hangzhou-drivers", 22),
    "hangzhou-preschool": Bar("hangzhou-preschool", 24),
    "henan-continuing-pdf": Bar("henan-continuing-pdf", 24, misleading=1),
    "henan-employment": Bar("henan-employment", 23),
    "henan-occupational-pdf": Bar("henan-occupational-pdf", 24),
    "henan-training": Bar("henan-training", 24),
    "kindergarten-1989-pdf": Bar("kindergarten-1989-pdf", 22),
    "liaoning-report-2026": Bar("liaoning-report-2026", 25),
    "ningbo-cooperation-pdf": Bar("ningbo-cooperation-pdf", 25),
    "ningbo-lifelong-pdf": Bar("ningbo-lifelong-pdf", 23),
    "ningbo-skills-pdf": Bar("ningbo-skills-pdf", 22),
    "ningbo-workers-pdf": Bar("ningbo-workers-pdf", 24),
    "otc-drugs": Bar("otc-drugs", 24),
    "pension-transfer": Bar("pension-transfer", 23),
    "preschool-law-pdf": Bar("preschool-law-pdf", 21),
    "proposal-2741": Bar("proposal-2741", 10),
    "qingdao-vocational-pdf": Bar("qingdao-vocational-pdf", 21),
    "school-hygiene": Bar("school-hygiene", 24),
    "school-sports": Bar("school-sports", 23),
    "self-study-exams": Bar("self-study-exams", 24),
    "shandong-elder-education": Bar("shandong-elder-education", 23),
    "shandong-employment": Bar("shandong-employment", 22),
    "shandong-school-safety": Bar("shandong-school-safety", 24),
    "shanghai-employment": Bar("shanghai-employment", 25),
    "shanghai-lifelong": Bar("shanghai-lifelong", 25),
    "shanghai-report-2026": Bar("shanghai-report-2026", 24),
    "shanghai-vocational": Bar("shanghai-vocational", 25),
    "shanxi-report-2026": Bar("shanxi-report-2026", 24),
    "sichuan-letter-pdf": Bar("sichuan-letter-pdf", 21),
    "teacher-qualification": Bar("teacher-qualification", 22),
    "tibet-report-2026": Bar("tibet-report-2026", 22),
    "water-saving-2005": Bar("water-saving-2005", 12),
    "xinjiang-report-pdf": Bar("xinjiang-report-pdf", 24),
    "zhejiang-compulsory": Bar("zhejiang-compulsory", 24),
    "zhejiang-preschool-pdf": Bar("zhejiang-preschool-pdf", 23),
    "zhengzhou-inspection-pdf": Bar("zhengzhou-inspection-pdf", 24),
    "beijing-job-aid": Bar("beijing-job-aid", 23),
    "ningbo-secondary-pdf": Bar("ningbo-secondary-pdf", 20),
    "private-education-law": Bar("private-education-law", 23),
    "qingdao-preschool-pdf": Bar("qingdao-preschool-pdf", 24),
    "beijing-compulsory": Bar("beijing-compulsory", 22),
    "beijing-continuing-pdf": Bar("beijing-continuing-pdf", 21),
    "chongqing-family": Bar("chongqing-family", 24),
    "device-making": Bar("device-making", 19),
    "henan-vocational": Bar("henan-vocational", 22),
    "ningbo-school-safety": Bar("ningbo-school-safety", 23),
    "shanghai-inspection": Bar("shanghai-inspection", 20, misleading=1),
    "shanghai-practice-pdf": Bar("shanghai-practice-pdf", 24),
    "zhejiang-family-pdf": Bar("zhejiang-family-pdf", 25),
    "zhejiang-inspection": Bar("zhejiang-inspection", 22),
}


def scored(serve: Serve, name: str) -> Score:
    served = serve(BARS[name].policy)
    return score(served.answerer, served.library, read_cases(GOLDEN / f"{name}.jsonl"))


@pytest.mark.parametrize("name", BARS)
def test_as_many_questions_pass_as_before(serve: Serve, name: str) -> None:
    bar, result = BARS[name], scored(serve, name)
    said = f"{name}: {result.text(show=True)}"
    assert result.passed >= bar.floor, f"{said}, expected {bar.floor}"
    assert result.misleading <= bar.misleading, f"{said}, at most {bar.misleading} may mislead"


def test_every_question_file_has_its_bar() -> None:
    assert {path.stem for path in GOLDEN.glob("*.jsonl")} == set(BARS)


@pytest.mark.parametrize("name", BARS)
def test_ids_are_given_once_and_expected_quotes_stand_in_the_policy(serve: Serve, name: str) -> None:
    served = serve(BARS[name].policy)
    text = "".join(fold(served.library.text(info.id)) for info in served.library.documents())
    cases = read_cases(GOLDEN / f"{name}.jsonl")
    assert len({case.id for case in cases}) == len(cases)
    assert [(case.id, quote) for case in cases for quote in case.cites if fold(quote) not in text] == []
