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
    "chuyi-more": Bar("chuyi-2022", 39),
    "vocational-reform-more": Bar("vocational-reform-2019", 28, misleading=1),
    "public-housing": Bar("public-housing", 22),
    "points-settlement": Bar("points-settlement", 16),
    "hebei-report-2026": Bar("hebei-report-2026", 23),
    "guizhou-plan": Bar("guizhou-plan", 22),
    "vocational-education-law": Bar("vocational-education-law-2022", 21),
    "drug-procurement-2019": Bar("drug-procurement-2019", 23),
    "elderly-meals": Bar("elderly-meals", 21),
    "beneficial-owner": Bar("beneficial-owner", 22),
    "home-care": Bar("home-care", 22),
    "waste-free-city": Bar("waste-free-city", 25),
    "tianjin-report-2026": Bar("tianjin-report-2026", 23),
    "graduate-support": Bar("graduate-support", 22),
    "elder-benefits": Bar("elder-benefits", 17),
    "sports-events": Bar("sports-events", 25),
    "temporary-relief": Bar("temporary-relief", 22),
    "farm-machinery-2018": Bar("farm-machinery-2018", 23),
    "social-card-guide": Bar("social-card-guide", 19),
    "school-bus-2012": Bar("school-bus-2012", 21),
    "zhejiang-report-2026": Bar("zhejiang-report-2026", 25),
    "payment-terminals-pdf": Bar("payment-terminals-pdf", 25),
    "hk-youth-2023": Bar("hk-youth-2023", 24),
    "social-groups-pdf": Bar("social-groups-pdf", 23),
    "school-enrolment-2026": Bar("school-enrolment-2026", 22),
    "work-injury": Bar("work-injury", 24),
    "talent-2020": Bar("talent-2020", 23),
    "extreme-poverty-pdf": Bar("extreme-poverty-pdf", 22),
    "private-schools-2021": Bar("private-schools-2021", 23),
    "rural-2026": Bar("rural-2026", 23),
    "free-trade-pdf": Bar("free-trade-pdf", 23),
    "labour-inspection": Bar("labour-inspection", 21),
    "hunan-report-2026": Bar("hunan-report-2026", 24),
    "drug-procurement-more": Bar("drug-procurement-2019", 23),
    "disabled-employment": Bar("disabled-employment", 18),
    "finance-five-2025": Bar("finance-five-2025", 11),
    "joint-conference-2018": Bar("joint-conference-2018", 12),
    "jiangxi-report-2026": Bar("jiangxi-report-2026", 24),
    "legality-review-pdf": Bar("legality-review-pdf", 24),
    "consumption-poverty": Bar("consumption-poverty", 22),
    "dog-rules": Bar("dog-rules", 19),
    "gov-media-pdf": Bar("gov-media-pdf", 24),
    "hainan-report-2026": Bar("hainan-report-2026", 24),
    "income-tax-rules": Bar("income-tax-rules", 19),
    "migrant-enrolment": Bar("migrant-enrolment", 18),
    "points-hukou": Bar("points-hukou", 19),
    "rural-finance": Bar("rural-finance", 24),
    "jilin-report-2026": Bar("jilin-report-2026", 25),
    "research-autonomy-pdf": Bar("research-autonomy-pdf", 25),
    "work-injury-more": Bar("work-injury", 25),
    "zhoushan-dog-rules": Bar("zhoushan-dog-rules", 24),
    "car-three-guarantees": Bar("car-three-guarantees", 18),
    "guiyang-report-2026": Bar("guiyang-report-2026", 22),
    "innovation-pdf": Bar("innovation-pdf", 19),
    "shandong-student-fitness": Bar("shandong-student-fitness", 22),
    "luoyang-heating": Bar("luoyang-heating", 13),
    "yunnan-report-2026": Bar("yunnan-report-2026", 18),
    "culture-reform-2018": Bar("culture-reform-2018", 17),
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
