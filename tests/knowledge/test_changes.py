"""Twenty-five changes of 2024 to 2026, 七1 to 七25: what is said about each, and what is no longer said."""
# ruff: noqa: N802 - each test bears the number of its change

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

import pytest

from knowledge.article import LANGUAGES, Aspect, Language
from knowledge.library import Library, Passage
from knowledge.phrases import Phrases

TODAY = date(2026, 11, 25)
NATIONWIDE: tuple[str, ...] = ()
FUZHOU = ("350102", "350100", "350000")
DENIED = re.compile(
    r"(?:不|没|别|未|假|骗|老规定|以前|从前)[^。！？]{0,8}$"
    r"|(?:not|no longer|never|n't|without|false)\b[^.!?]{0,40}$",
    re.IGNORECASE,
)


class Said:
    """What the assistant says today, and where to look it up."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def on(
        self,
        service: str,
        *aspects: str,
        language: Language = "zh",
        place: tuple[str, ...] = NATIONWIDE,
        day: date = TODAY,
    ) -> str:
        """The texts of `aspects` (of all when none is named), one a line."""
        return "\n".join(
            self.library.passage(service, Aspect(aspect), language, place, day).text
            for aspect in (aspects or tuple(Aspect))
        )

    def passages(self, service: str) -> Iterator[Passage]:
        """Every text of `service`: nationwide and of each place, in both languages."""
        places = [NATIONWIDE, *((code,) for code in self.library.get(service).regions)]
        for place in places:
            for aspect in Aspect:
                for language in LANGUAGES:
                    yield self.library.passage(service, aspect, language, place, TODAY)

    def texts(self, *services: str) -> list[str]:
        """Every text of `services`, or of all services when none is named."""
        return [
            passage.text
            for service in (services or tuple(self.library.articles))
            for passage in self.passages(service)
        ]


def claimed(pattern: str, texts: Iterable[str]) -> list[str]:
    """The texts that say `pattern`, other than those that deny it in the words just before."""
    return [
        text
        for text in texts
        if any(
            not DENIED.search(text[: match.start()]) for match in re.finditer(pattern, text, re.IGNORECASE)
        )
    ]


def assert_says(text: str, *patterns: str) -> None:
    for pattern in patterns:
        assert re.search(pattern, text, re.IGNORECASE | re.DOTALL), (pattern, text)


@pytest.fixture(scope="module")
def said() -> Said:
    return Said(Library.load())


def test_七1_relief_is_asked_for_where_the_trouble_happened_and_new_families_are_named(said: Said) -> None:
    for aspect in ("summary", "where"):
        assert_says(said.on("temporary_relief", aspect), r"出事|急难发生")
    assert_says(said.on("temporary_relief", "summary", "where"), r"不看户口|不用回户口|不限户口")
    assert_says(said.on("temporary_relief", "where", language="en"), r"happened", r"not .*(home|registered)")
    assert_says(
        said.on("minimum_living", "eligibility"), r"刚够不上低保|低保边缘", r"(看病|医疗).*花费|刚性支出"
    )
    for service in ("temporary_relief", "minimum_living"):
        assert_says(said.on(service, "proxy"), r"别人.*申请|委托")
    assert not claimed(
        r"只能.{0,6}(户口|户籍)|回(户口|户籍)(所在)?地|go back (home|to)", said.texts("temporary_relief")
    )


@pytest.mark.parametrize("place", [NATIONWIDE, FUZHOU], ids=["nationwide", "fuzhou"])
def test_七2_the_care_voucher_takes_off_up_to_800_yuan_in_its_month(
    said: Said, place: tuple[str, ...]
) -> None:
    amount = said.on("elder_care_voucher", "amount", place=place)
    assert_says(amount, r"800(块|元)", r"四成|40[%％]|百分之四十", r"一半|五成|50[%％]", r"当月")
    assert_says(amount, r"不能(换现金|提现|取现)|不是现金")
    assert_says(
        said.on("elder_care_voucher", "amount", language="en", place=place), r"\b800\b", r"40%", r"50%|half"
    )
    assert not claimed(
        r"[7七]个省|试点|发现金|现金打到|下个月(还)?能用|pilot|paid in cash", said.texts("elder_care_voucher")
    )


def test_七2_fujian_says_that_its_care_vouchers_run_to_december_2026(said: Said) -> None:
    for aspect in ("summary", "eligibility", "amount", "steps"):
        assert_says(said.on("elder_care_voucher", aspect, place=FUZHOU), r"2026年12月", r"12345")
    assert said.on("elder_care_voucher", "amount", place=FUZHOU, day=date(2027, 1, 1)) == ""


def test_七3_the_first_child_subsidy_can_be_asked_for_until_the_end_of_2026(said: Said) -> None:
    assert_says(
        said.on("child_subsidy", "summary", "eligibility", "steps", "time", "mistakes"),
        r"2022(年)?(到|至|—|-|、).{0,3}2024",
        r"(2026年|今年)(12月31日|年底|底)",
    )
    assert_says(
        said.on("child_subsidy", language="en"),
        r"31 December 2026|December 31,? 2026|end of (this year|2026)",
    )
    assert "2026年12月31日" not in said.on("child_subsidy", day=date(2027, 1, 1))
    assert not claimed(
        r"2025年(12月31日|年?底).{0,8}(截止|为止|前)|已经?截止|(31 December|December 31,?) 2025",
        said.texts("child_subsidy"),
    )


def test_七4_long_term_care_spreads_to_2028_and_begins_with_the_severely_disabled(said: Said) -> None:
    assert_says(said.on("long_term_care", "summary", "mistakes"), r"2028年", r"不是.{0,4}都有|还没有|没有全")
    assert_says(said.on("long_term_care", "eligibility"), r"重度")
    assert_says(said.on("long_term_care", "amount"), r"七成|70[%％]|百分之七十", r"一半|五成|50[%％]")
    assert_says(said.on("long_term_care", "summary", "eligibility", language="en"), r"\b2028\b", r"severe")
    assert not claimed(
        r"(全国|各地)(都|已经|全)(有|能|实施)|轻度[^。]{0,4}(也|都)(能|可以|有|报)",
        said.texts("long_term_care"),
    )


def test_七5_small_quick_relief_takes_three_days_at_most_and_no_check_of_income(said: Said) -> None:
    assert_says(said.on("temporary_relief", "time"), r"小额快救.{0,6}不超过(3|三)天")
    assert_says(said.on("temporary_relief", "amount"), r"不超过.{0,4}(一|1)个月的?低保")
    assert_says(said.on("temporary_relief", "steps"), r"(不用|免).{0,4}(查|核对|核查)")
    assert_says(said.on("temporary_relief", "time", language="en"), r"3 days|three days")
    assert not claimed(
        r"(要等|审核|需要).{0,6}(一个月|30天|20个工作日|30个工作日)", said.texts("temporary_relief")
    )


def test_七6_the_money_of_a_medical_account_may_cross_provinces_and_pay_premiums(said: Said) -> None:
    whole = said.on("medical_family_account")
    assert_says(whole, r"跨省|外省|别的省", r"2026年|今年")
    assert_says(
        said.on("medical_family_account", "summary", "amount"), r"居民医保", r"长护险|长期护理|护理险"
    )
    assert_says(
        said.on("medical_family_account", language="en"), r"provinces?", r"(long-term )?care insurance"
    )
    assert not claimed(
        r"只能.{0,6}(本省|省内|本市|刷卡)|only (in|within) (the|your) (same )?(province|city)",
        said.texts("medical_family_account"),
    )


def test_七7_a_funeral_is_charged_by_its_list_alone(said: Said) -> None:
    assert_says(said.on("funeral", "fee"), r"清单", r"清单外.{0,4}(不许|不得|不能|不可以|可以不交)")
    assert_says(said.on("funeral"), r"2026年3月30日", r"中国殡葬网")
    assert_says(said.on("funeral", "fee", language="en"), r"list")
    for source in said.library.get("funeral").sources.values():
        if "殡葬管理条例" in source.title.zh:
            assert source.date >= date(2025, 11, 14), source


def test_七8_the_housing_fund_can_be_taken_out_for_rent_without_a_threshold(said: Said) -> None:
    assert_says(said.on("housing_fund", "summary", "eligibility", "mistakes"), r"租房", r"装修", r"物业")
    assert_says(said.on("housing_fund"), r"2026年9月20日", r"没有门槛|不设门槛|无门槛|不限")
    assert_says(said.on("housing_fund", "eligibility"), r"没有?单位|灵活就业")
    assert_says(said.on("housing_fund", language="en"), r"20 September 2026|September 20,? 2026", r"rent")
    assert not claimed(
        r"(?<!“)房租[^。”]{0,8}(超过|超出|太高|高于)[^。”]{0,8}(才|收入|工资)", said.texts("housing_fund")
    )


def test_七9_people_marry_anywhere_and_without_the_household_book(said: Said) -> None:
    for aspect in ("summary", "where", "mistakes"):
        assert_says(
            said.on("marriage_registration", aspect), r"全国|不用回(老家|户口)", r"不用回|不要户口本|不要回"
        )
    assert_says(said.on("marriage_registration", "summary"), r"不(要|用带?)户口本")
    assert_says(
        said.on("marriage_registration", "summary", language="en"), r"anywhere", r"not .*household book"
    )
    assert "户口" not in said.on("marriage_registration", "materials")
    assert not claimed(r"户口(本|簿)|回户(口|籍)|household book", said.texts("marriage_registration"))


def test_七10_workers_retire_later_and_residents_still_at_sixty(said: Said) -> None:
    assert_says(said.on("retirement_age"), r"63岁", r"58岁", r"55岁")
    assert_says(said.on("retirement_age", "eligibility"), r"2030年", r"20年")
    assert_says(said.on("retirement_age"), r"居民养老(保险)?(不延|还是60岁|不变)")
    assert_says(said.on("resident_pension", "eligibility"), r"满60(周)?岁", r"延迟退休不(管|涉及|影响)")
    assert_says(said.on("resident_pension", "mistakes"), r"60岁.{0,4}不(延|推)")
    assert_says(said.on("resident_pension", "mistakes", language="en"), r"\b60\b")
    assert not claimed(r"\b63\b|63岁|六十三岁", said.texts("resident_pension"))


def test_七11_a_gap_in_resident_medical_insurance_costs_a_wait_of_three_months(said: Said) -> None:
    for aspect in ("time", "mistakes"):
        assert_says(said.on("resident_medical_insurance", aspect), r"(等|等待期)[^。]{0,2}3个月", r"断1年")
    assert_says(said.on("resident_medical_insurance", "time"), r"断1年.{0,4}多等1个月")
    assert_says(said.on("resident_medical_insurance", "time", language="en"), r"3 months", r"\b1\b|one")
    assert not claimed(
        r"(当天|马上|立刻|随时)(就)?(能报|生效|补交)|covered at once",
        said.texts("resident_medical_insurance"),
    )


@pytest.mark.parametrize("place", [NATIONWIDE, FUZHOU], ids=["nationwide", "fuzhou"])
def test_七12_the_payment_of_2026_is_said_as_such_and_that_of_2027_is_not_invented(
    said: Said, place: tuple[str, ...]
) -> None:
    for language in LANGUAGES:
        amount = said.on("resident_medical_insurance", "amount", language=language, place=place)
        assert_says(amount, r"2026", r"\b400|400块", r"\b724|724块", r"2027", r"12345")
        assert set(re.findall(r"\d+", amount)) == {"2026", "400", "724", "2027", "12345"}
        fee = said.on("resident_medical_insurance", "fee", language=language, place=place)
        assert set(re.findall(r"\d{3,}", fee)) <= {"2026", "400", "12345"}
        for aspect in ("amount", "fee"):
            assert not said.on(
                "resident_medical_insurance", aspect, language=language, place=place, day=date(2027, 1, 1)
            )


@pytest.mark.parametrize("place", [NATIONWIDE, FUZHOU], ids=["nationwide", "fuzhou"])
def test_七13_the_lowest_basic_pension_of_2026_is_163_yuan(said: Said, place: tuple[str, ...]) -> None:
    assert_says(said.on("resident_pension", "amount", place=place), r"2026年", r"163(块|元)", r"最低|至少")
    assert_says(said.on("resident_pension", "amount", language="en", place=place), r"\b163 yuan", r"\b2026\b")
    assert not [
        text for text in said.texts("resident_pension") if re.search(r"(?<!\d)(98|103|123|143)(?!\d)", text)
    ]


def test_七14_the_check_up_at_65_has_a_chest_picture_and_a_test_of_blood_sugar(said: Said) -> None:
    assert_says(
        said.on("senior_checkup", "amount"), r"2025年", r"胸.{0,3}片|拍片|拍胸", r"糖化血红蛋白", r"免费|不收"
    )
    assert_says(said.on("senior_checkup", "amount", language="en"), r"chest", r"sugar|glyc|haemoglobin")


def test_七15_a_long_prescription_covers_up_to_twelve_weeks_and_a_referral_goes_on_counting(
    said: Said,
) -> None:
    assert_says(said.on("chronic_outpatient", "time", "amount", "steps"), r"12(周|个星期)|十二周")
    assert_says(said.on("chronic_outpatient", language="en"), r"12 weeks|twelve weeks")
    assert_says(
        said.on("home_sickbed") + said.on("family_doctor") + said.on("remote_medical"),
        r"起付线.{0,4}(连续|连着|接着|累计|合)",
    )
    assert not claimed(
        r"(最多|只能|一次).{0,4}(开)?.{0,3}(一个月|1个月|30天|[4四]周)的?药|one month of medicine",
        said.texts(),
    )


def test_七16_a_hospital_bed_at_home_is_paid_for_by_the_medical_insurance(said: Said) -> None:
    assert_says(said.on("home_sickbed", "summary", "amount", "fee"), r"医保.{0,4}(报|付)|能进医保|纳入医保")
    assert_says(said.on("home_sickbed"), r"2026年9月(1日)?")
    assert_says(said.on("home_sickbed", "amount", language="en"), r"medical insurance|insurance")
    assert not claimed(
        r"(都|全|全部)(要|是|得)?自费|医保(不|不能)报(?!销?的)|pay everything yourself",
        said.texts("home_sickbed"),
    )


def test_七17_up_to_50000_yuan_in_the_bank_of_the_dead_needs_no_notary(said: Said) -> None:
    assert_says(
        said.on("death_registration"), r"(5|五)万.{0,8}(不用|免|无需|不必)公证|(不用|免)公证.{0,8}(5|五)万"
    )
    assert_says(said.on("death_registration"), r"同一家银行")
    assert_says(said.on("death_registration", language="en"), r"50,?000 yuan", r"notar")
    assert not claimed(r"(?<![\d.])[1一]万(元|块)?(以上|多)?.{0,6}(要|得|须).{0,3}公证", said.texts())


def test_七18_the_maternity_allowance_is_paid_to_the_mother_herself(said: Said) -> None:
    assert_says(
        said.on("maternity_insurance", "where", "steps", "time"),
        r"(发|打|付)(到|给).{0,4}(个人|本人|自己|您)",
    )
    assert_says(
        said.on("maternity_insurance", language="en"),
        r"(straight|directly?) to (you|the (person|mother|woman|account)|her)|to you direct",
    )
    assert not claimed(
        r"(只能|必须|要)(由|经|通过)?单位(去|来|代)?(申领|申请|领)", said.texts("maternity_insurance")
    )


def test_七19_a_face_scan_is_never_the_only_way(said: Said) -> None:
    assert_says(said.on("pension_verification", "no_smartphone"), r"刷脸不是唯一")
    assert_says(said.on("pension_verification", "no_smartphone", language="en"), r"face.*not the only")
    assert not claimed(
        r"(必须|只能|一定要|非得)[^。]{0,4}(刷脸|人脸)|must (scan|show) your face", said.texts()
    )


def test_七20_a_person_in_despair_is_given_the_national_line_12356(said: Said) -> None:
    phrases = Phrases.load()
    for language in LANGUAGES:
        assert "12356" in phrases.say("danger_suicide", language)
    assert not claimed(r"没有(全国|统一|专门)[^。]{0,4}心理|no national (helpline|line)", said.texts())


def test_七21_pensions_rose_by_3_and_2_per_cent_and_the_rise_of_2026_is_unknown(said: Said) -> None:
    amount = said.on("employee_pension", "amount")
    assert_says(amount, r"2024年.{0,4}(百分之三|3[%％])", r"2025年.{0,4}(百分之二|2[%％])")
    assert_says(amount, r"2026年.{0,6}没有(查到|可靠)|2026年.{0,4}(还不知道|没查到)", r"12333")
    assert_says(said.on("employee_pension", "amount", language="en"), r"\b2024\b", r"\b2025\b", r"\b2026\b")
    assert not claimed(r"3[.点]5\s?(%|％|per ?cent)|百分之三点五", said.texts())
    assert not claimed(r"(2026年|今年)[^。]{0,6}(涨|上调|提高)了?[^。]{0,4}(百分之|\d+[%％])", said.texts())


def test_七22_people_from_elsewhere_are_served_where_they_live(said: Said) -> None:
    assert_says(said.on("id_card", "where"), r"29个省")
    assert_says(said.on("residence_permit"), r"22个省", r"电子")
    assert_says(said.on("senior_card", "summary"), r"外地老人.{0,4}(也有|一样)优待")
    assert not claimed(
        r"外地人[^。]{0,4}(都|一律|全)?(办不了|不能办|不行)|people from elsewhere cannot", said.texts()
    )


def test_七23_relief_is_services_too_and_not_money_alone(said: Said) -> None:
    for service in ("minimum_living", "destitute_support"):
        assert_says(said.on(service), r"照护|照料|照顾")
        assert_says(said.on(service, language="en"), r"\bcare\b|looked after")
    assert not claimed(r"(救助|帮助)(就是|只是|只有|只给)(发)?钱|relief is (only )?money", said.texts())


def test_七24_farm_land_is_kept_for_another_thirty_years(said: Said) -> None:
    assert_says(said.on("farm_subsidy", "time"), r"再?(延长|延包|延).{0,3}30年|30年.{0,8}再延长")
    assert_says(said.on("farm_subsidy", "time", language="en"), r"30 (more )?years|another 30")
    assert not claimed(r"(到期|期满)[^。]{0,6}(收回|重新分|重分|打乱)", said.texts("farm_subsidy"))


def test_七25_no_draft_law_is_said_to_be_in_force(said: Said) -> None:
    """The law on medical security begins in 2027; that on road traffic was still a draft in August."""
    assert_says(said.on("resident_medical_insurance", "summary"), r"2027年1月1日起.{0,4}法律")
    assert_says(said.on("resident_medical_insurance", "summary", language="en"), r"1 January 2027")
    for service in said.library.articles:
        for passage in said.passages(service):
            assert "草案" not in passage.text, passage
            assert not re.search(r"新(的)?(道路交通安全法|交法)|道路交通安全法[^。]{0,4}修订", passage.text)
            rests = {"医疗保障法" in source.title.zh for source in passage.sources} == {True}
            if rests or re.search(r"医疗保障法|medical security law", passage.text, re.IGNORECASE):
                assert "2027" in passage.text, passage
        for source in said.library.get(service).sources.values():
            assert "草案" not in source.title.zh, source
            if "道路交通安全法" in source.title.zh and "条例" not in source.title.zh:
                assert source.date < date(2026, 8, 18), source
