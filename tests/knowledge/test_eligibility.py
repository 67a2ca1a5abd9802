"""“Can I get it”: the rules of the product, the questions in front of them, and the logic below."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import check, plain_language
from knowledge.article import LANGUAGES, Article, Language
from knowledge.eligibility import Eligibility
from knowledge.eligibility.facts import FACTS, UNKNOWN, Fact, unsure, values
from knowledge.eligibility.interview import Verdict
from knowledge.eligibility.logic import All, Any, Expression, Local, Not, Test, Truth, Value, facts_of, judge
from knowledge.eligibility.rules_file import RULES, check_against, read_rules
from knowledge.library import KnowledgeError

ELIGIBILITY = Eligibility.load()
ARTICLES, _ = check.read()
_, RULE_OF, PROBLEMS = read_rules()
BOOK = ELIGIBILITY.book
COUNTRY: tuple[str, ...] = ()
FUZHOU = ("350102", "350100", "350000")
SERVICES = {
    "child_subsidy",
    "destitute_support",
    "disability_subsidy",
    "elder_care_voucher",
    "legal_aid",
    "long_term_care",
    "maternity_insurance",
    "medical_aid",
    "minimum_living",
    "old_age_allowance",
    "only_child",
    "public_housing",
    "resident_pension",
    "senior_card",
    "survivor_benefit",
    "temporary_relief",
    "unemployment",
}
# Each place decides these for itself, so nobody can be told yes.
NEVER_YES = {"old_age_allowance", "only_child"}
MOST_QUESTIONS = 6
AGES = ("8", "17", "45", "62", "70", "85")


class Person(NamedTuple):
    """What is known of someone, what the rule must come to, and the first reason that is said."""

    service: str
    place: tuple[str, ...]
    known: dict[str, Value]
    verdict: Verdict
    reason: str


class Interview(NamedTuple):
    """The answers that someone would give, and the questions that are put to them, in order."""

    service: str
    place: tuple[str, ...]
    answers: dict[str, str]
    asked: list[str]


WORKER: dict[str, Value] = {"unemployment_paid_year": True, "job_ended": "dismissed", "pension_kind": "none"}
POOR_ALONE: dict[str, Value] = {"has_able_family": False, "income_enough": False}
VOUCHER: dict[str, Value] = {"age": 81.0, "care_level": "moderate_or_worse", "lives_in_fujian": True}

PERSONS = [
    Person("old_age_allowance", COUNTRY, {}, "ask", "从几岁起，各地不一样。"),
    Person("old_age_allowance", COUNTRY, {"age": 59.0}, "likely_no", "不满60岁的，还领不到。"),
    Person("old_age_allowance", COUNTRY, {"age": 60.0}, "ask", "不到80岁的，看当地怎么定。"),
    Person("old_age_allowance", COUNTRY, {"age": 79.0}, "ask", "不到80岁的，看当地怎么定。"),
    Person("old_age_allowance", COUNTRY, {"age": 80.0}, "ask", "80岁以上怎么发，各地不一样。"),
    Person("old_age_allowance", FUZHOU, {"age": 91.0}, "ask", "80岁以上怎么发，各地不一样。"),
    Person("resident_pension", COUNTRY, {}, "ask", "要满60岁才能领。"),
    Person("resident_pension", COUNTRY, {"age": 59.5}, "likely_no", "要满60岁才能领。"),
    Person(
        "resident_pension",
        COUNTRY,
        {"age": 60.0, "pension_kind": "none", "pension_paid_15": True},
        "likely_yes",
        "满60岁了。",
    ),
    Person(
        "resident_pension", COUNTRY, {"pension_kind": "employee"}, "likely_no", "领了职工养老金，不能再领。"
    ),
    Person(
        "resident_pension", COUNTRY, {"age": 72.0, "pension_kind": "resident"}, "likely_yes", "满60岁了。"
    ),
    Person(
        "resident_pension",
        COUNTRY,
        {"age": 76.0, "pension_kind": "none", "pension_paid_15": False},
        "ask",
        "没交满15年的，要去问社保。",
    ),
    Person("elder_care_voucher", COUNTRY, {}, "ask", "这是给老人的，要满60岁。"),
    Person("elder_care_voucher", COUNTRY, {"age": 45.0}, "likely_no", "这是给老人的，要满60岁。"),
    Person("elder_care_voucher", COUNTRY, {"care_level": "mild"}, "likely_no", "要评上中度以上失能才有。"),
    Person("elder_care_voucher", COUNTRY, {"age": 80.0, "care_level": "none"}, "ask", "要先做失能评估。"),
    Person("elder_care_voucher", COUNTRY, VOUCHER, "likely_yes", "是60岁以上的老人。"),
    Person("elder_care_voucher", FUZHOU, {}, "ask", "福建要满60岁。"),
    Person("elder_care_voucher", FUZHOU, VOUCHER, "ask", "已领五保的，不能再领。"),
    Person(
        "elder_care_voucher",
        FUZHOU,
        {**VOUCHER, "in_destitute_support": True},
        "likely_no",
        "已领五保的，不能再领。",
    ),
    Person(
        "elder_care_voucher", FUZHOU, {**VOUCHER, "lives_in_fujian": False}, "likely_no", "要住在福建才能领。"
    ),
    Person(
        "elder_care_voucher",
        FUZHOU,
        {**VOUCHER, "in_destitute_support": False, "gets_other_care_money": True},
        "ask",
        "另领照护补助的，先问街道。",
    ),
    Person(
        "elder_care_voucher",
        FUZHOU,
        {**VOUCHER, "in_destitute_support": False, "gets_other_care_money": False},
        "likely_yes",
        "满60岁了。",
    ),
    Person("minimum_living", COUNTRY, {}, "ask", "低保线各地不同，先问街道。"),
    Person("minimum_living", COUNTRY, {"household_income": "far"}, "likely_no", "人均收入要低于当地低保线。"),
    Person("minimum_living", COUNTRY, {"household_income": "near"}, "ask", "低保线各地不同，先问街道。"),
    Person(
        "minimum_living",
        COUNTRY,
        {"household_income": "below", "has_big_assets": True},
        "ask",
        "家里财产也要合当地规定。",
    ),
    Person(
        "minimum_living",
        COUNTRY,
        {"household_income": "below", "has_big_assets": False},
        "likely_yes",
        "全家人均收入低于低保线。",
    ),
    Person("temporary_relief", COUNTRY, {}, "ask", "算不算急难，街道来看。"),
    Person("temporary_relief", COUNTRY, {"cannot_get_by": False}, "likely_no", "要一时过不下去才行。"),
    Person(
        "temporary_relief",
        COUNTRY,
        {"sudden_trouble": False, "has_big_costs": False},
        "likely_no",
        "要遇上急难，或花费大增。",
    ),
    Person(
        "temporary_relief",
        COUNTRY,
        {"sudden_trouble": True, "cannot_get_by": True},
        "likely_yes",
        "有急难，在出事地方申请。",
    ),
    Person(
        "temporary_relief",
        COUNTRY,
        {"sudden_trouble": False, "has_big_costs": True, "low_income_status": "edge", "cannot_get_by": True},
        "likely_yes",
        "有急难，在出事地方申请。",
    ),
    Person(
        "temporary_relief",
        COUNTRY,
        {
            "sudden_trouble": False,
            "has_big_costs": True,
            "low_income_status": "neither",
            "cannot_get_by": True,
        },
        "ask",
        "算不算急难，街道来看。",
    ),
    Person("disability_subsidy", COUNTRY, {}, "ask", "要先有残疾证。"),
    Person("disability_subsidy", COUNTRY, {"disability_level": "none"}, "likely_no", "要先办残疾证。"),
    Person(
        "disability_subsidy",
        COUNTRY,
        {
            "disability_level": "one_two",
            "needs_long_care": True,
            "in_destitute_support": False,
            "gets_injury_care": False,
        },
        "likely_yes",
        "有残疾证。",
    ),
    Person(
        "disability_subsidy",
        COUNTRY,
        {
            "disability_level": "three_four",
            "low_income_status": "dibao",
            "in_destitute_support": False,
            "gets_injury_care": False,
        },
        "likely_yes",
        "有残疾证。",
    ),
    Person(
        "disability_subsidy",
        COUNTRY,
        {"disability_level": "three_four", "low_income_status": "neither"},
        "ask",
        "别的情况，各地规定不一样。",
    ),
    Person(
        "disability_subsidy",
        COUNTRY,
        {"disability_level": "one_two", "needs_long_care": True, "in_destitute_support": True},
        "ask",
        "领五保、工伤护理费的，先问。",
    ),
    Person("medical_aid", COUNTRY, {}, "ask", "要先到街道认定困难。"),
    Person(
        "medical_aid",
        COUNTRY,
        {
            "low_income_status": "neither",
            "in_destitute_support": False,
            "has_big_costs": False,
            "household_income": "far",
        },
        "likely_no",
        "要是困难家庭，或看病花费太大。",
    ),
    Person(
        "medical_aid",
        COUNTRY,
        {"low_income_status": "neither", "in_destitute_support": False, "has_big_costs": True},
        "ask",
        "要先到街道认定困难。",
    ),
    Person(
        "medical_aid",
        COUNTRY,
        {"low_income_status": "edge", "seriously_ill": True, "has_medical_insurance": True},
        "likely_yes",
        "是认定了的困难家庭。",
    ),
    Person(
        "medical_aid",
        COUNTRY,
        {"low_income_status": "neither", "in_destitute_support": True, "has_medical_insurance": True},
        "likely_yes",
        "是认定了的困难家庭。",
    ),
    Person(
        "medical_aid",
        COUNTRY,
        {"low_income_status": "dibao", "seriously_ill": False},
        "ask",
        "主要帮大病，哪些病算看当地。",
    ),
    Person("public_housing", COUNTRY, {}, "ask", "房子多小算小，各地不一样。"),
    Person(
        "public_housing",
        COUNTRY,
        {"owns_home_here": True, "home_too_small": False},
        "likely_no",
        "要当地没房，或房子太小。",
    ),
    Person(
        "public_housing",
        COUNTRY,
        {"owns_home_here": False, "low_income_status": "dibao", "hukou_here": True},
        "likely_yes",
        "在当地没有房子。",
    ),
    Person(
        "public_housing",
        COUNTRY,
        {"owns_home_here": False, "low_income_status": "dibao", "hukou_here": False},
        "ask",
        "外来打工的，要上班够年头。",
    ),
    Person(
        "public_housing",
        COUNTRY,
        {"owns_home_here": False, "low_income_status": "neither"},
        "ask",
        "收入、财产的线，各地自己定。",
    ),
    Person("child_subsidy", COUNTRY, {}, "ask", "孩子要是2022年或以后生的。"),
    Person("child_subsidy", COUNTRY, {"is_guardian": False}, "likely_no", "要由父母或监护人去申请。"),
    Person(
        "child_subsidy",
        COUNTRY,
        {"child_recent": False, "child_since_2022": False},
        "likely_no",
        "2022年以前生的，领不到。",
    ),
    Person(
        "child_subsidy",
        COUNTRY,
        {"child_recent": True, "is_guardian": True},
        "likely_yes",
        "孩子的年龄合规定。",
    ),
    Person(
        "child_subsidy",
        COUNTRY,
        {
            "child_recent": False,
            "child_since_2022": True,
            "child_subsidy_before": True,
            "child_is_three": False,
            "is_guardian": True,
        },
        "likely_yes",
        "孩子的年龄合规定。",
    ),
    Person(
        "child_subsidy",
        COUNTRY,
        {
            "child_recent": False,
            "child_since_2022": True,
            "child_subsidy_before": False,
            "child_is_three": True,
            "is_guardian": True,
        },
        "ask",
        "满3岁或没领过的，快问截止日。",
    ),
    Person("unemployment", COUNTRY, {}, "ask", "失业保险要交满1年。"),
    Person("unemployment", COUNTRY, {"job_ended": "resigned"}, "likely_no", "自己辞职的，一般领不到。"),
    Person("unemployment", COUNTRY, {"unemployment_paid_year": False}, "likely_no", "失业保险要交满1年。"),
    Person("unemployment", COUNTRY, {"pension_kind": "employee"}, "likely_no", "领了退休金，就没有失业金。"),
    Person(
        "unemployment",
        COUNTRY,
        {**WORKER, "wants_work": True, "registered_unemployed": True},
        "likely_yes",
        "失业保险交满1年了。",
    ),
    Person(
        "unemployment",
        COUNTRY,
        {**WORKER, "wants_work": True, "registered_unemployed": False},
        "ask",
        "要先去登记失业。",
    ),
    Person(
        "unemployment",
        COUNTRY,
        {**WORKER, "job_ended": "forced", "wants_work": True},
        "ask",
        "不是自己要走的才行，社保来认。",
    ),
    Person(
        "unemployment",
        COUNTRY,
        {**WORKER, "pension_kind": "resident", "wants_work": True},
        "ask",
        "领居民养老金的，要先问社保。",
    ),
    Person("long_term_care", COUNTRY, {}, "ask", "要先申请，请人上门评估。"),
    Person(
        "long_term_care",
        COUNTRY,
        {"care_insurance_level": "lighter"},
        "likely_no",
        "现在只管重度失能的人。",
    ),
    Person("long_term_care", COUNTRY, {"gets_injury_care": True}, "likely_no", "领了工伤护理费，不重复付。"),
    Person(
        "long_term_care",
        COUNTRY,
        {"care_insurance_level": "none", "disabled_six_months": False},
        "likely_no",
        "失能一般要满6个月。",
    ),
    Person(
        "long_term_care",
        COUNTRY,
        {"care_insurance_level": "none", "disabled_six_months": True, "gets_injury_care": False},
        "ask",
        "要先申请，请人上门评估。",
    ),
    Person(
        "long_term_care",
        COUNTRY,
        {"care_insurance_level": "severe", "gets_injury_care": False},
        "likely_yes",
        "评上了重度失能。",
    ),
    Person("destitute_support", COUNTRY, {}, "ask", "给老人、孩子和残疾人，别人先问。"),
    Person("destitute_support", COUNTRY, {"has_able_family": True}, "likely_no", "要没人养，或家人养不起。"),
    Person("destitute_support", COUNTRY, {"income_enough": True}, "likely_no", "要没有生活来源才行。"),
    Person(
        "destitute_support",
        COUNTRY,
        {**POOR_ALONE, "age": 74.0, "can_work": False},
        "likely_yes",
        "是老人、孩子或残疾人。",
    ),
    Person("destitute_support", COUNTRY, {**POOR_ALONE, "age": 9.0}, "likely_yes", "是老人、孩子或残疾人。"),
    Person(
        "destitute_support",
        COUNTRY,
        {**POOR_ALONE, "age": 66.0, "can_work": True},
        "ask",
        "还能干活的，请民政来认。",
    ),
    Person(
        "destitute_support",
        COUNTRY,
        {**POOR_ALONE, "age": 40.0, "disability_level": "none", "can_work": False},
        "ask",
        "给老人、孩子和残疾人，别人先问。",
    ),
    Person(
        "destitute_support",
        COUNTRY,
        {**POOR_ALONE, "age": 40.0, "disability_level": "three_four", "can_work": False},
        "likely_yes",
        "是老人、孩子或残疾人。",
    ),
    Person("survivor_benefit", COUNTRY, {}, "ask", "不是职工养老的，先去问。"),
    Person("survivor_benefit", COUNTRY, {"died_at_work": True}, "likely_no", "因工去世的，改按工伤去领。"),
    Person(
        "survivor_benefit",
        COUNTRY,
        {"deceased_insured": "none", "deceased_honoured": False},
        "likely_no",
        "去世的人要交过养老保险。",
    ),
    Person(
        "survivor_benefit",
        COUNTRY,
        {"deceased_insured": "none", "deceased_honoured": True, "died_at_work": False},
        "ask",
        "不是职工养老的，先去问。",
    ),
    Person(
        "survivor_benefit",
        COUNTRY,
        {"deceased_insured": "resident", "died_at_work": False},
        "ask",
        "不是职工养老的，先去问。",
    ),
    Person(
        "survivor_benefit",
        COUNTRY,
        {"deceased_insured": "employee", "died_at_work": False, "is_close_family": True},
        "likely_yes",
        "去世的人交过职工养老。",
    ),
    Person("senior_card", COUNTRY, {}, "ask", "从几岁起，各地自己定。"),
    Person("senior_card", COUNTRY, {"age": 58.0}, "likely_no", "老人才有优待，至少要满60岁。"),
    Person("senior_card", COUNTRY, {"age": 60.0}, "ask", "几岁能享受，各地自己定。"),
    Person("senior_card", COUNTRY, {"age": 88.0}, "ask", "几岁能享受，各地自己定。"),
    Person("senior_card", FUZHOU, {"age": 66.0, "hukou_here": True}, "ask", "不满70岁的，要先问。"),
    Person("senior_card", FUZHOU, {"age": 71.0, "hukou_here": True}, "likely_yes", "满60岁了。"),
    Person(
        "senior_card",
        FUZHOU,
        {"age": 71.0, "hukou_here": False, "lives_here": True},
        "likely_yes",
        "满60岁了。",
    ),
    Person(
        "senior_card",
        FUZHOU,
        {"age": 71.0, "hukou_here": False, "lives_here": False},
        "likely_no",
        "要户口在福州，或常住福州。",
    ),
    Person("legal_aid", COUNTRY, {}, "ask", "这件事管不管，先问一问。"),
    Person("legal_aid", COUNTRY, {"abused": True}, "likely_yes", "这件事在规定里。"),
    Person(
        "legal_aid",
        COUNTRY,
        {"abused": False, "legal_matter": "wages", "migrant_worker": True},
        "likely_yes",
        "这件事在规定里。",
    ),
    # The exemption of rural workers is for wages and work injuries alone.
    Person(
        "legal_aid",
        COUNTRY,
        {"abused": False, "legal_matter": "listed", "migrant_worker": True},
        "ask",
        "困难的标准，各省自己定。",
    ),
    Person(
        "legal_aid",
        COUNTRY,
        {
            "abused": False,
            "legal_matter": "listed",
            "low_income_status": "neither",
            "lawyer_means": "no_income",
            "age": 79.0,
        },
        "likely_yes",
        "这件事在规定里。",
    ),
    Person(
        "legal_aid",
        COUNTRY,
        {
            "abused": False,
            "legal_matter": "listed",
            "low_income_status": "neither",
            "lawyer_means": "too_little",
        },
        "ask",
        "困难的标准，各省自己定。",
    ),
    Person(
        "legal_aid",
        COUNTRY,
        {
            "abused": False,
            "legal_matter": "listed",
            "low_income_status": "neither",
            "lawyer_means": "enough",
        },
        "likely_no",
        "要经济困难，请不起律师。",
    ),
    Person(
        "legal_aid", COUNTRY, {"abused": False, "legal_matter": "other"}, "ask", "这件事管不管，先问一问。"
    ),
    Person("maternity_insurance", COUNTRY, {}, "ask", "要她或丈夫的单位参保。"),
    Person(
        "maternity_insurance",
        COUNTRY,
        {"maternity_insured": "none", "mother_employed": False, "husband_insured": False},
        "likely_no",
        "要她或丈夫的单位参保。",
    ),
    Person(
        "maternity_insurance",
        COUNTRY,
        {"maternity_insured": "unit", "maternity_paid_enough": True},
        "likely_yes",
        "单位给她交了医保。",
    ),
    Person(
        "maternity_insurance", COUNTRY, {"maternity_insured": "self"}, "ask", "自己交医保的，各省不一样。"
    ),
    Person(
        "maternity_insurance",
        COUNTRY,
        {"maternity_insured": "none", "mother_employed": True},
        "ask",
        "单位没交的，由单位出这钱。",
    ),
    Person(
        "maternity_insurance",
        COUNTRY,
        {"maternity_insured": "none", "mother_employed": False, "husband_insured": True},
        "ask",
        "靠丈夫参保的，只报医药费。",
    ),
    Person("only_child", COUNTRY, {}, "ask", "奖励，只给2016年以前生的。"),
    Person(
        "only_child",
        COUNTRY,
        {"only_child_kind": "award", "children_before_2016": False},
        "likely_no",
        "2016年后生的，没有这项奖励。",
    ),
    Person(
        "only_child",
        COUNTRY,
        {"only_child_kind": "award", "children_before_2016": True},
        "ask",
        "奖励要凭证，证丢了可以补。",
    ),
    Person(
        "only_child",
        COUNTRY,
        {"only_child_kind": "rural", "age": 59.0},
        "likely_no",
        "农村的扶助，要满60岁。",
    ),
    Person("only_child", COUNTRY, {"only_child_kind": "special"}, "ask", "没再生，妻子满49岁可申请。"),
]

INTERVIEWS = [
    Interview("old_age_allowance", COUNTRY, {"age": "82"}, ["age"]),
    Interview("resident_pension", COUNTRY, {"age": "50"}, ["age"]),
    Interview(
        "resident_pension", COUNTRY, {"age": "61", "pension_kind": "resident"}, ["age", "pension_kind"]
    ),
    Interview("elder_care_voucher", COUNTRY, {"age": "81", "care_level": "none"}, ["age", "care_level"]),
    Interview(
        "elder_care_voucher",
        FUZHOU,
        {"age": "81", "lives_in_fujian": "yes", "care_level": "mild"},
        ["age", "lives_in_fujian", "care_level"],
    ),
    Interview("minimum_living", COUNTRY, {"household_income": "near"}, ["household_income"]),
    Interview(
        "temporary_relief",
        COUNTRY,
        {"sudden_trouble": "yes", "cannot_get_by": "yes"},
        ["sudden_trouble", "cannot_get_by"],
    ),
    # Level 1 with lasting care is enough: how poor the family is no longer matters.
    Interview(
        "disability_subsidy",
        COUNTRY,
        {
            "disability_level": "one_two",
            "needs_long_care": "yes",
            "in_destitute_support": "no",
            "gets_injury_care": "no",
        },
        ["disability_level", "needs_long_care", "in_destitute_support", "gets_injury_care"],
    ),
    Interview(
        "disability_subsidy",
        COUNTRY,
        {"disability_level": "three_four", "low_income_status": "edge"},
        ["disability_level", "low_income_status"],
    ),
    Interview(
        "medical_aid",
        COUNTRY,
        {"low_income_status": "dibao", "seriously_ill": "yes", "has_medical_insurance": "yes"},
        ["low_income_status", "seriously_ill", "has_medical_insurance"],
    ),
    Interview(
        "medical_aid",
        COUNTRY,
        {"low_income_status": "neither", "in_destitute_support": "no", "has_big_costs": "yes"},
        ["low_income_status", "in_destitute_support", "has_big_costs"],
    ),
    # Without a home of one's own, how large it is is not asked.
    Interview(
        "public_housing",
        COUNTRY,
        {"owns_home_here": "no", "low_income_status": "neither"},
        ["owns_home_here", "low_income_status"],
    ),
    # A child of this year needs neither the older years nor the earlier payments.
    Interview(
        "child_subsidy",
        COUNTRY,
        {"child_recent": "yes", "is_guardian": "yes"},
        ["child_recent", "is_guardian"],
    ),
    Interview(
        "unemployment",
        COUNTRY,
        {"unemployment_paid_year": "yes", "job_ended": "resigned"},
        ["unemployment_paid_year", "job_ended"],
    ),
    Interview(
        "long_term_care",
        COUNTRY,
        {"care_insurance_level": "severe", "gets_injury_care": "no"},
        ["care_insurance_level", "gets_injury_care"],
    ),
    # An old person is not asked about a disability card.
    Interview(
        "destitute_support",
        COUNTRY,
        {"age": "77", "has_able_family": "no", "income_enough": "no", "can_work": "no"},
        ["age", "has_able_family", "income_enough", "can_work"],
    ),
    Interview(
        "survivor_benefit",
        COUNTRY,
        {"deceased_insured": "resident", "died_at_work": "no"},
        ["deceased_insured", "died_at_work"],
    ),
    Interview("senior_card", COUNTRY, {"age": "66"}, ["age"]),
    Interview("senior_card", FUZHOU, {"age": "66", "hukou_here": "yes"}, ["age", "hukou_here"]),
    Interview("legal_aid", COUNTRY, {"abused": "yes"}, ["abused"]),
    Interview("legal_aid", COUNTRY, {"abused": "no", "legal_matter": "other"}, ["abused", "legal_matter"]),
    Interview(
        "maternity_insurance",
        COUNTRY,
        {"maternity_insured": "none", "mother_employed": "yes"},
        ["maternity_insured", "mother_employed"],
    ),
    Interview("only_child", COUNTRY, {"only_child_kind": "special"}, ["only_child_kind"]),
]


def asked(
    service: str, place: tuple[str, ...], answers: Mapping[str, str]
) -> tuple[list[str], dict[str, str]]:
    """The facts asked for in turn and the answers given; a fact without an answer is called unknown."""
    order: list[str] = []
    given: dict[str, str] = {}
    while (fact := ELIGIBILITY.next_fact(service, place, values(BOOK, given), unsure(given))) is not None:
        order.append(fact.id)
        given[fact.id] = answers.get(fact.id, UNKNOWN)
        assert len(order) <= MOST_QUESTIONS, order
    return order, given


def answers_of(fact: Fact) -> tuple[str, ...]:
    """Every answer that the rules tell apart, and the one that knows nothing."""
    if fact.kind == "yes_no":
        return ("yes", "no", UNKNOWN)
    if fact.kind == "choice":
        return (*fact.choices, UNKNOWN)
    return (*AGES, UNKNOWN)


def all_interviews(
    service: str, place: tuple[str, ...], given: dict[str, str] | None = None
) -> Iterator[dict[str, str]]:
    """Every way in which an interview can go, as the answers given in order."""
    given = given or {}
    fact = ELIGIBILITY.next_fact(service, place, values(BOOK, given), unsure(given))
    if fact is None:
        yield given
        return
    assert fact.id not in given
    for answer in answers_of(fact):
        yield from all_interviews(service, place, {**given, fact.id: answer})


def verdict(service: str, place: tuple[str, ...], answers: Mapping[str, str]) -> Verdict:
    return ELIGIBILITY.conclude(service, place, values(BOOK, answers)).verdict


# The rules of the product
def test_seventeen_services_have_a_rule_and_no_mistake() -> None:
    assert PROBLEMS == []
    assert set(RULE_OF) == SERVICES == ELIGIBILITY.services
    assert check_against(ARTICLES) == []


@pytest.mark.parametrize("person", PERSONS, ids=lambda one: f"{one.service}-{one.verdict}-{len(one.known)}")
def test_what_is_known_of_a_person_comes_to(person: Person) -> None:
    conclusion = ELIGIBILITY.conclude(person.service, person.place, person.known)

    assert (conclusion.verdict, conclusion.reasons[0].zh) == (person.verdict, person.reason)


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_every_service_has_its_persons(service: str) -> None:
    mine = [person for person in PERSONS if person.service == service]

    assert len(mine) >= 4
    assert {person.verdict for person in mine if not person.known} == {"ask"}
    assert "likely_no" in {person.verdict for person in mine}
    assert ("likely_yes" in {person.verdict for person in mine}) is (service not in NEVER_YES)


@pytest.mark.parametrize(
    "person", [one for one in PERSONS if one.verdict == "likely_no"], ids=lambda one: one[4]
)
def test_a_no_rests_on_a_fact_that_was_told(person: Person) -> None:
    """Without the fact told last it could not be said."""
    told = dict(list(person.known.items())[:-1])

    assert ELIGIBILITY.conclude(person.service, person.place, told).verdict == "ask"


@pytest.mark.parametrize("service", sorted(SERVICES))
@pytest.mark.parametrize("place", [COUNTRY, FUZHOU])
def test_no_interview_is_long_and_none_ends_in_a_promise(service: str, place: tuple[str, ...]) -> None:
    for answers in all_interviews(service, place):
        assert 1 <= len(answers) <= MOST_QUESTIONS, answers
        conclusion = ELIGIBILITY.conclude(service, place, values(BOOK, answers))
        assert conclusion.reasons
        assert conclusion.sources
        if service in NEVER_YES or (service, place) == ("senior_card", COUNTRY):
            assert conclusion.verdict != "likely_yes", answers


@pytest.mark.parametrize("service", sorted(SERVICES))
@pytest.mark.parametrize("place", [COUNTRY, FUZHOU])
def test_each_question_can_decide_something(service: str, place: tuple[str, ...]) -> None:
    """A resident who knows every answer is asked nothing that leaves the outcome open whatever they say."""
    ends = [one for one in all_interviews(service, place) if UNKNOWN not in one.values()]
    asked_for: dict[tuple[tuple[str, str], ...], set[Verdict]] = {}
    for answers in ends:
        items = tuple(answers.items())
        for length in range(len(items)):
            asked_for.setdefault(items[:length], set()).add(verdict(service, place, answers))

    assert {before for before, outcomes in asked_for.items() if len(outcomes) == 1} == set()


# What is asked
@pytest.mark.parametrize("interview", INTERVIEWS, ids=lambda one: f"{one.service}-{len(one.asked)}")
def test_facts_that_no_longer_matter_are_not_asked(interview: Interview) -> None:
    order, _ = asked(interview.service, interview.place, interview.answers)

    assert order == interview.asked


@pytest.mark.parametrize(
    "person", [one for one in PERSONS if one.verdict == "likely_no"], ids=lambda one: one[4]
)
def test_nothing_is_asked_after_a_no(person: Person) -> None:
    assert ELIGIBILITY.next_fact(person.service, person.place, person.known) is None


@pytest.mark.parametrize("service", sorted(SERVICES))
@pytest.mark.parametrize("place", [COUNTRY, FUZHOU])
def test_who_knows_nothing_is_asked_each_thing_once_and_sent_to_ask(
    service: str, place: tuple[str, ...]
) -> None:
    order, given = asked(service, place, {})

    assert len(order) == len(set(order))
    assert set(given.values()) == {UNKNOWN}
    assert verdict(service, place, given) == "ask"


@pytest.mark.parametrize("interview", INTERVIEWS, ids=lambda one: f"{one.service}-{len(one.asked)}")
def test_an_unknown_answer_never_makes_a_yes_of_what_was_none(interview: Interview) -> None:
    """Whoever does not know one of the answers hears the same as before, or is sent to ask."""
    before = verdict(interview.service, interview.place, asked(*interview[:3])[1])
    for fact in interview.asked:
        forgetful = {name: answer for name, answer in interview.answers.items() if name != fact}
        order, given = asked(interview.service, interview.place, forgetful)
        assert order.count(fact) == 1
        assert verdict(interview.service, interview.place, given) in {before, "ask"}


def test_a_fact_known_from_one_service_is_not_asked_in_another() -> None:
    given: dict[str, str] = {}
    order: list[str] = []
    for service in sorted(SERVICES):
        while (
            fact := ELIGIBILITY.next_fact(service, FUZHOU, values(BOOK, given), unsure(given))
        ) is not None:
            order.append(fact.id)
            given[fact.id] = answers_of(fact)[-2]

    assert len(order) == len(set(order))
    for shared in ("age", "low_income_status", "in_destitute_support", "disability_level", "pension_kind"):
        assert sum(shared in rule_facts(service) for service in SERVICES) >= 2, shared


def rule_facts(service: str) -> set[str]:
    return {fact for condition in RULE_OF[service].everywhere for fact in facts_of(condition.when)}


def test_the_easiest_question_comes_first() -> None:
    first = {
        service: fact.id
        for service in SERVICES
        if (fact := ELIGIBILITY.next_fact(service, COUNTRY, {})) is not None
    }

    for service in ("old_age_allowance", "resident_pension", "elder_care_voucher", "senior_card"):
        assert first[service] == "age"
    assert first["disability_subsidy"] == "disability_level"
    assert first["temporary_relief"] == "sudden_trouble"
    assert first["legal_aid"] == "abused"
    # Parents who lost their only child choose what they ask about and are never asked about the loss.
    assert first["only_child"] == "only_child_kind"


def test_a_service_without_a_rule_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        ELIGIBILITY.next_fact("id_card", COUNTRY, {})
    with pytest.raises(KeyError):
        ELIGIBILITY.conclude("id_card", COUNTRY, {})


# What is said
def test_choices_are_short_labels() -> None:
    for fact in BOOK.facts.values():
        for choice in fact.choices.values():
            assert plain_language.length(choice.label.zh) <= 8, choice.label.zh
            assert len(choice.label.en.split()) <= 5, choice.label.en


def test_a_question_is_one_or_two_short_questions() -> None:
    for fact in BOOK.facts.values():
        assert plain_language.length(fact.question.zh) <= 20, fact.question.zh
        assert fact.question.zh.endswith("？")
        assert fact.question.en.endswith("?")


def test_a_reason_is_one_short_sentence_and_names_no_telephone() -> None:
    for rule in RULE_OF.values():
        for condition in rule.everywhere:
            for said in (condition.met, condition.unmet, condition.open):
                for language in LANGUAGES:
                    text = said.in_language(language)
                    assert len(plain_language.sentences(text, language)) == 1, text
                    assert not plain_language.phone_numbers(text), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_choice_is_told_apart_by_its_own_label(language: Language) -> None:
    for fact in BOOK.facts.values():
        for name, choice in fact.choices.items():
            assert BOOK.read(fact, choice.label.in_language(language), language) == name, (fact.id, name)


def test_the_words_for_yes_no_and_unknown_do_not_meet() -> None:
    for language in LANGUAGES:
        lists = [set(words.in_language(language)) for words in (BOOK.affirm, BOOK.deny, BOOK.unknown)]
        assert not lists[0] & lists[1]
        assert not lists[0] & lists[2]
        assert not lists[1] & lists[2]


@pytest.mark.parametrize(
    ("language", "answer"),
    [(language, answer) for language in LANGUAGES for answer in ("yes", "no", UNKNOWN)],
)
def test_every_listed_word_is_read_as_what_it_stands_for(language: Language, answer: str) -> None:
    words = {"yes": BOOK.affirm, "no": BOOK.deny, UNKNOWN: BOOK.unknown}[answer]
    fact = BOOK.get("in_destitute_support")

    assert {
        word for word in words.in_language(language) if BOOK.read(fact, word, language) != answer
    } == set()


# What is answered
ANSWERS = [
    ("age", "七十八", "78"),
    ("age", "78岁", "78"),
    ("age", "７８", "78"),
    ("age", "八十多了", "80"),
    ("age", "我妈八十八咯", "88"),
    ("age", "一百零二", "102"),
    ("age", "两岁半", "2"),
    ("age", "六十出头", "60"),
    ("age", "大概，七十八", "78"),
    ("age", "快八十了", "79"),
    ("age", "还没满六十", "59"),
    ("age", "七十三四岁", "73"),
    ("age", "78.5", "78.5"),
    ("age", "不知道", UNKNOWN),
    ("age", "记不清了", UNKNOWN),
    ("age", "一九四五年生的", None),
    ("age", "1948年的", None),
    ("age", "150", None),
    ("age", "属牛的", None),
    ("in_destitute_support", "是", "yes"),
    ("in_destitute_support", "是的呀", "yes"),
    ("in_destitute_support", "有的，去年办的", "yes"),
    ("in_destitute_support", "有啊", "yes"),
    ("in_destitute_support", "领着呢", "yes"),
    ("in_destitute_support", "嗯呐", "yes"),
    ("in_destitute_support", "要得", "yes"),
    ("in_destitute_support", "对头", "yes"),
    ("in_destitute_support", "是咧", "yes"),
    ("in_destitute_support", "系嘅", "yes"),
    ("in_destitute_support", "可不是嘛", "yes"),
    ("in_destitute_support", "俺有", "yes"),
    ("in_destitute_support", "對", "yes"),
    ("in_destitute_support", "没错", "yes"),
    ("in_destitute_support", "没有", "no"),
    ("in_destitute_support", "没有啊，哪个给我领", "no"),
    ("in_destitute_support", "没得", "no"),
    ("in_destitute_support", "冇", "no"),
    ("in_destitute_support", "木有", "no"),
    ("in_destitute_support", "莫得", "no"),
    ("in_destitute_support", "唔系", "no"),
    ("in_destitute_support", "勿是", "no"),
    ("in_destitute_support", "呒没", "no"),
    ("in_destitute_support", "不是的", "no"),
    ("in_destitute_support", "还没呢", "no"),
    ("in_destitute_support", "沒有", "no"),
    ("in_destitute_support", "俺没有", "no"),
    ("in_destitute_support", "不晓得", UNKNOWN),
    ("in_destitute_support", "不晓得嘞", UNKNOWN),
    ("in_destitute_support", "我也不知道啊", UNKNOWN),
    ("in_destitute_support", "俺不知道", UNKNOWN),
    ("in_destitute_support", "弗晓得", UNKNOWN),
    ("in_destitute_support", "唔知", UNKNOWN),
    ("in_destitute_support", "说不准", UNKNOWN),
    ("in_destitute_support", "忘记了", UNKNOWN),
    ("in_destitute_support", "好像有", UNKNOWN),
    ("in_destitute_support", "哪个晓得哦", UNKNOWN),
    ("child_is_three", "满了", "yes"),
    ("child_is_three", "没满", "no"),
    ("pension_paid_15", "交够了", "yes"),
    ("pension_paid_15", "没交够", "no"),
    ("needs_long_care", "要人", "yes"),
    ("needs_long_care", "不用", "no"),
    ("can_work", "干不动了", "no"),
    ("has_able_family", "养不起", "no"),
    ("registered_unemployed", "没去登记", "no"),
    ("care_level", "还没评估过", "none"),
    ("care_level", "没评", "none"),
    ("care_level", "评的是轻度", "mild"),
    ("care_level", "能自理", "mild"),
    ("care_level", "完全失能", "moderate_or_worse"),
    ("care_level", "说不清", UNKNOWN),
    ("low_income_status", "我们家吃低保", "dibao"),
    ("low_income_status", "低保边缘", "edge"),
    ("low_income_status", "都不是", "neither"),
    ("disability_level", "肢体三级", "three_four"),
    ("disability_level", "2级", "one_two"),
    ("disability_level", "没办证", "none"),
    ("pension_kind", "领农保的", "resident"),
    ("pension_kind", "有退休工资", "employee"),
    ("job_ended", "厂子倒闭了", "dismissed"),
    ("job_ended", "老板不发工资", "forced"),
    ("legal_matter", "儿子不给赡养费", "listed"),
    ("legal_matter", "要工钱", "wages"),
    ("household_income", "没有收入", "below"),
    ("maternity_insured", "单位给交的", "unit"),
    ("deceased_insured", "农保", "resident"),
]
ENGLISH_ANSWERS = [
    ("age", "78", "78"),
    ("age", "She is 82.", "82"),
    ("age", "about 90", "90"),
    ("age", "Not sure", UNKNOWN),
    ("in_destitute_support", "Yes, she does", "yes"),
    ("in_destitute_support", "Okay", "yes"),
    ("in_destitute_support", "No, never", "no"),
    ("in_destitute_support", "She does not", "no"),
    ("in_destitute_support", "he doesn't", "no"),
    ("in_destitute_support", "not yet", "no"),
    ("in_destitute_support", "I don't know", UNKNOWN),
    ("in_destitute_support", "I don’t know", UNKNOWN),
    ("in_destitute_support", "I am not sure", UNKNOWN),
    ("in_destitute_support", "I don't understand", UNKNOWN),
    ("care_level", "severe", "moderate_or_worse"),
    ("disability_level", "Level 2", "one_two"),
]
# What must not be heard as its opposite: it is asked again instead.
MISHEARD = [
    ("in_destitute_support", "算了"),
    ("in_destitute_support", "没事"),
    ("in_destitute_support", "没问题"),
    ("in_destitute_support", "没关系"),
    ("in_destitute_support", "是不是要钱"),
    ("in_destitute_support", "有没有都行"),
    ("in_destitute_support", "我有一个问题"),
    ("in_destitute_support", "让我想想"),
    ("care_level", "不能自理"),
    ("care_level", "没评上"),
    ("care_level", "没评上重度"),
    ("low_income_status", "不是低保户"),
    ("low_income_status", "不吃低保"),
    ("low_income_status", "没有低保"),
    ("disability_level", "没有一级"),
    ("pension_kind", "没有退休金"),
    ("job_ended", "不是自己走的"),
    ("job_ended", "单位让我自己辞职"),
    ("household_income", "比低保线高"),
    ("deceased_insured", "没交职工的"),
    ("maternity_insured", "单位没交"),
]


@pytest.mark.parametrize(("fact", "said", "kept"), ANSWERS)
def test_a_spoken_answer_is_understood(fact: str, said: str, kept: str | None) -> None:
    assert BOOK.read(BOOK.get(fact), said, "zh") == kept


@pytest.mark.parametrize(("fact", "said", "kept"), ENGLISH_ANSWERS)
def test_an_english_answer_is_understood(fact: str, said: str, kept: str | None) -> None:
    assert BOOK.read(BOOK.get(fact), said, "en") == kept


@pytest.mark.parametrize(("fact", "said"), MISHEARD)
def test_no_answer_is_heard_as_its_opposite(fact: str, said: str) -> None:
    assert BOOK.read(BOOK.get(fact), said, "zh") is None


def test_an_answer_that_no_fact_can_have_is_no_value() -> None:
    kept = {"age": "300", "care_level": "purple", "hukou_here": UNKNOWN, "gone": "yes", "lives_here": "no"}

    assert values(BOOK, kept) == {"lives_here": False}
    assert unsure(kept) == {"hukou_here"}


# Logic in three values
UNSET = Test.model_validate({"fact": "unset", "is": True})
KNOWN: dict[str, Value] = {"true": True, "false": False}


def leaf(truth: Truth) -> Expression:
    return UNSET if truth is None else Test.model_validate({"fact": str(truth).lower(), "is": True})


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, None, None, True),
        (False, True, False, True),
        (False, False, False, False),
        (False, None, False, None),
        (None, True, None, True),
        (None, False, False, None),
        (None, None, None, None),
    ],
)
def test_all_and_any_follow_kleene(left: Truth, right: Truth, both: Truth, either: Truth) -> None:
    parts = (leaf(left), leaf(right))

    assert judge(All(all=parts), KNOWN).truth is both
    assert judge(Any(any=parts), KNOWN).truth is either


@pytest.mark.parametrize(("truth", "opposite"), [(True, False), (False, True), (None, None)])
def test_not_turns_what_is_known(truth: Truth, opposite: Truth) -> None:
    assert judge(Not.model_validate({"not": leaf(truth)}), KNOWN).truth is opposite


def test_what_a_place_decides_is_never_known_and_never_asked() -> None:
    assert judge(Local(local=True), KNOWN) == judge(Local(local=False), {})
    assert judge(Local(local=True), KNOWN).truth is None
    assert judge(Local(local=True), KNOWN).open == ()


@pytest.mark.parametrize(("number", "holds"), [(59.9, False), (60.0, True), (79.9, True), (80.0, False)])
def test_a_number_is_from_and_below(number: float, holds: bool) -> None:
    test = Test.model_validate({"fact": "age", "from": 60, "below": 80})

    assert judge(test, {"age": number}).truth is holds


@pytest.mark.parametrize(("choice", "holds"), [("dibao", True), ("edge", True), ("neither", False)])
def test_a_choice_is_one_of_some(choice: str, holds: bool) -> None:
    test = Test.model_validate({"fact": "status", "is": ["dibao", "edge"]})

    assert judge(test, {"status": choice}).truth is holds


def test_a_settled_part_opens_no_facts() -> None:
    settled = Any(any=(leaf(True), UNSET))
    open_part = All(all=(leaf(True), UNSET))

    assert judge(settled, KNOWN).open == ()
    assert judge(open_part, KNOWN).open == ("unset",)


NAMES = ("a", "b", "c", "d")
TESTS = st.sampled_from(NAMES).map(lambda name: Test.model_validate({"fact": name, "is": True}))
NUMBERS = st.integers(0, 3).map(lambda number: Test.model_validate({"fact": "n", "from": number}))
EXPRESSIONS = st.recursive(
    TESTS | NUMBERS | st.just(Local(local=True)),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: All(all=tuple(parts)))
        | st.lists(inner, min_size=1, max_size=3).map(lambda parts: Any(any=tuple(parts)))
        | inner.map(lambda part: Not.model_validate({"not": part}))
    ),
    max_leaves=8,
)
FACTS_KNOWN = st.fixed_dictionaries(
    {}, optional={**{name: st.booleans() for name in NAMES}, "n": st.sampled_from([0.0, 1.0, 2.0, 3.0])}
)


@given(EXPRESSIONS, FACTS_KNOWN, FACTS_KNOWN)
def test_one_more_fact_never_turns_what_was_known(
    expression: Expression, known: dict[str, Value], more: dict[str, Value]
) -> None:
    before = judge(expression, known).truth

    after = judge(expression, {**more, **known}).truth

    assert before is None or after is before


@given(EXPRESSIONS, EXPRESSIONS, FACTS_KNOWN)
def test_de_morgan(left: Expression, right: Expression, known: dict[str, Value]) -> None:
    def no(inner: Expression) -> Not:
        return Not.model_validate({"not": inner})

    parts = (left, right)

    assert judge(no(All(all=parts)), known) == judge(Any(any=(no(left), no(right))), known)
    assert judge(no(Any(any=parts)), known) == judge(All(all=(no(left), no(right))), known)
    assert judge(no(no(left)), known) == judge(left, known)


@given(EXPRESSIONS, FACTS_KNOWN)
def test_only_facts_of_the_expression_that_are_not_known_are_open(
    expression: Expression, known: dict[str, Value]
) -> None:
    judged = judge(expression, known)

    assert set(judged.open) <= set(facts_of(expression)) - set(known)
    assert judged.truth is None or judged.open == ()


@given(EXPRESSIONS, FACTS_KNOWN, FACTS_KNOWN)
def test_a_fact_that_is_not_open_changes_nothing(
    expression: Expression, known: dict[str, Value], more: dict[str, Value]
) -> None:
    judged = judge(expression, known)
    closed = {name: value for name, value in more.items() if name not in judged.open and name not in known}

    assert judge(expression, {**known, **closed}) == judged


# Broken files
class Broken(NamedTuple):
    """One change to a copy of the product's files, where it is reported and with which words.

    What breaks the schema inside a list is reported where the list begins.
    """

    file: str
    old: str
    new: str
    line_of: str
    words: str


BROKEN = {
    "an unknown fact": Broken(
        "rules/senior_card.yml", "{fact: age, from: 60}", "{fact: years, from: 60}", "fact: years", "“years”"
    ),
    "a value that a choice does not have": Broken(
        "rules/minimum_living.yml", "is: near}", "is: nearly}", "- when:", "“nearly”"
    ),
    "a word where yes or no is meant": Broken(
        "rules/long_term_care.yml",
        "{fact: gets_injury_care, is: false}",
        "{fact: gets_injury_care, is: never}",
        "is: never",
        "“never”",
    ),
    "a number compared with a word": Broken(
        "rules/old_age_allowance.yml", "{fact: age, from: 60}", "{fact: age, is: old}", "is: old", "“old”"
    ),
    "a choice compared like a number": Broken(
        "rules/unemployment.yml",
        "{fact: wants_work, is: true}",
        "{fact: wants_work, from: 1}",
        "from: 1",
        "“wants_work”",
    ),
    "no words for the open case": Broken(
        "rules/senior_card.yml",
        "    open: {zh: 从几岁起，各地自己定。, en: Each place sets its own age.}\n",
        "",
        "{fact: age, from: 60}",
        "“open” is missing",
    ),
    "no English": Broken(
        "rules/senior_card.yml",
        "{zh: 从几岁起，各地自己定。, en: Each place sets its own age.}",
        "{zh: 从几岁起，各地自己定。}",
        "从几岁起",
        "“en” is missing",
    ),
    "a long sentence": Broken(
        "rules/senior_card.yml",
        "zh: 从几岁起，各地自己定。",
        "zh: 从几岁起能够享受坐车的优待，全国各地都是自己来定。",
        "全国各地都是自己来定",
        "at most 20",
    ),
    "a long clause": Broken(
        "rules/senior_card.yml",
        "zh: 从几岁起，各地自己定。",
        "zh: 从几岁起能够享受这些地方的乘车优待。",
        "地方的乘车优待",
        "at most 15",
    ),
    "a sentence that is not closed": Broken(
        "rules/senior_card.yml",
        "zh: 从几岁起，各地自己定。",
        "zh: 从几岁起看各地",
        "从几岁起看各地",
        "full stop",
    ),
    "no source": Broken(
        "rules/senior_card.yml", "sources: [elders_law]", "sources: []", "sources: []", "“sources”"
    ),
    "no conditions": Broken(
        "rules/senior_card.yml", "conditions:\n", "condition:\n", "condition:", "“condition”"
    ),
    "a test that compares nothing": Broken(
        "rules/senior_card.yml", "{fact: age, from: 60}", "{fact: age}", "{fact: age}", "compare a fact"
    ),
    "a region that is no code": Broken("rules/senior_card.yml", '"350100"', '"福州"', '"福州"', "six digits"),
    "a service that is not the name of its file": Broken(
        "rules/senior_card.yml",
        "service: senior_card",
        "service: bus_card",
        "service: bus_card",
        "bus_card.yml",
    ),
    "a layout that cannot be read": Broken(
        "rules/senior_card.yml", "service: senior_card", "service: [senior_card", "conditions:", "layout"
    ),
    "a fact that no rule asks for": Broken(
        "facts.yml",
        "\nfacts:\n",
        "\nfacts:\n  spare: {id: spare, kind: yes_no, question: {zh: 有吗？, en: Is it?}}\n",
        "spare:",
        "No rule uses",
    ),
    "a fact under another name": Broken(
        "facts.yml", "    id: age\n", "    id: years\n", "id: years", "“years”"
    ),
    "a yes or no with choices": Broken(
        "facts.yml",
        "    id: care_level\n    kind: choice\n",
        "    id: care_level\n    kind: yes_no\n",
        "  care_level:",
        "up to three choices",
    ),
    "a question that is too long": Broken(
        "facts.yml",
        "zh: 要办的人今年多大岁数？",
        "zh: 麻烦您告诉我一声，要办的这个人今年究竟是多大的岁数？",
        "究竟是多大",
        "at most 20",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_stops_the_start_and_names_the_line(name: str, tmp_path: Path) -> None:
    change = BROKEN[name]
    shutil.copy(FACTS, tmp_path / "facts.yml")
    shutil.copytree(RULES, tmp_path / "rules")
    path = tmp_path / change.file
    text = path.read_text(encoding="utf-8")
    assert change.old in text
    path.write_text(text.replace(change.old, change.new, 1), encoding="utf-8")
    lines = path.read_text(encoding="utf-8").splitlines()
    expected = next(number for number, line in enumerate(lines, start=1) if change.line_of in line)

    with pytest.raises(KnowledgeError) as caught:
        Eligibility.load(tmp_path / "facts.yml", tmp_path / "rules")

    mine = [one for one in caught.value.problems if one.file == f"eligibility/{change.file}"]
    assert [one for one in mine if one.line == expected and change.words in one.sentence], mine
    assert all(one.sentence_zh for one in mine)
    assert f"eligibility/{change.file}:{expected}: " in str(caught.value)


def test_more_than_three_choices_are_too_many(tmp_path: Path) -> None:
    facts = tmp_path / "facts.yml"
    text = FACTS.read_text(encoding="utf-8")
    fourth = "      fourth: {label: {zh: 第四种, en: a fourth}}\n      none:\n"
    facts.write_text(text.replace("      none:\n", fourth, 1), encoding="utf-8")

    with pytest.raises(KnowledgeError, match="choices"):
        Eligibility.load(facts, RULES)


def test_without_readable_facts_no_rule_is_judged(tmp_path: Path) -> None:
    facts = tmp_path / "facts.yml"
    facts.write_text("facts: []\n", encoding="utf-8")

    book, rules, problems = read_rules(facts, RULES)

    assert (dict(book.facts), rules) == ({}, {})
    assert {one.file for one in problems} == {"eligibility/facts.yml"}


# Against the service files
def weakened(articles: Mapping[str, Article], service: str, grade: str) -> dict[str, Article]:
    """The articles with every source of `service` graded `grade`."""
    article = articles[service]
    sources = {name: source.model_copy(update={"grade": grade}) for name, source in article.sources.items()}
    return {**articles, service: article.model_copy(update={"sources": sources})}


@pytest.mark.parametrize(("grade", "count"), [("A", 0), ("B", 0), ("C", 2)])
def test_a_condition_needs_more_than_a_second_hand_source(grade: str, count: int) -> None:
    found = check_against(weakened(ARTICLES, "temporary_relief", grade))

    assert [one.file for one in found] == ["eligibility/rules/temporary_relief.yml"] * count
    assert all("grade C" in one.sentence for one in found)


def test_a_source_that_the_service_does_not_have_is_named(tmp_path: Path) -> None:
    path = tmp_path / "senior_card.yml"
    text = (RULES / path.name).read_text(encoding="utf-8")
    path.write_text(text.replace("[elders_law]", "[hearsay]", 1), encoding="utf-8")
    line = text[: text.index("[elders_law]")].count("\n") + 1

    found = check_against(ARTICLES, tmp_path)

    assert {(one.line, "“hearsay”" in one.sentence) for one in found} == {(line, True), (line, False)}


def test_a_rule_for_a_service_that_is_not_there_is_named() -> None:
    without = {name: article for name, article in ARTICLES.items() if name != "only_child"}

    assert [str(one).split(":")[0] for one in check_against(without)] == ["eligibility/rules/only_child.yml"]
