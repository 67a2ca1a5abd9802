"""Both languages name the same numbers, however they say them."""

from __future__ import annotations

import pytest

from knowledge import check, translation
from knowledge.article import LANGUAGES, Bilingual

THE_SAME = [
    ("每月163块。", "163 yuan a month."),
    ("5万块以内。", "Up to 50,000 yuan."),
    ("罚1万到10万块。", "A fine of 10,000 to 100,000 yuan."),
    ("一千六百块。", "1,600 yuan."),
    ("两万多人。", "More than twenty thousand people."),
    ("1.5倍。", "1.5 times."),
    ("抵四成。", "It pays 40%."),
    ("涨了百分之三。", "It rose by 3 per cent."),
    ("涨了百分之二点五。", "It rose by 2.5 percent."),
    ("付三分之二。", "Two thirds of it."),
    ("打八折。", "80% of the price."),
    ("抵一半。", "It pays half."),
    ("抵一半。", "It pays 50%."),
    ("火车半价。", "Trains at half-price."),
    ("住满半年。", "After half a year."),
    ("住满半年。", "After six months."),
    ("一年半。", "A year and a half."),
    ("一年半。", "18 months."),
    ("两个半月。", "Two and a half months."),
    ("半个月内。", "Within half a month."),
    ("满65岁。", "From age 65."),
    ("满六十五周岁。", "At sixty-five."),
    ("80到89岁。", "People of 80 to 89."),
    ("一个月内。", "Within a month."),
    ("断1年等3个月。", "For each year missed you wait three months."),
    ("3个工作日内，可再加3个。", "Within 3 working days, or 3 more."),
    ("最多12周的药。", "Up to twelve weeks of medicine."),
    ("24小时前。", "24 hours before."),
    ("上午9点到下午5点。", "From 9 am to 5 pm."),
    ("到2026年12月31日。", "Until 31 December 2026."),
    ("到2026年12月31日。", "Until December 31, 2026."),
    ("到二〇二六年十二月三十一号。", "Until 31 December 2026."),
    ("每年1月到6月。", "Between January and June each year."),
    ("5月报名。", "Sign up in May."),
    ("可能要1次。", "You may need one."),
    ("八一慰问。", "Gifts on 1 August."),
    ("一级、二级。", "Levels one and two."),
    ("一二级。", "Level 1 or 2."),
    ("二百零五个人。", "Two hundred and five people."),
    ("打12345，或拨0591-83210000。", "Call 12345 or 0591-83210000."),
    ("打12345，或拨0591-83210000。", "Call 12345 or 059183210000."),
    ("统一的窗口，第一次办，千万别急。", "One window. Do not hurry the first time."),
    ("两个人一起去。", "Husband and wife go together."),
    ("夫妻去。", "Both go."),
    ("二维码、五保、一卡通。", "A code, the five guarantees and one card."),
    ("几百块，上万人。", "Some money, many people."),
]


@pytest.mark.parametrize(("chinese", "english"), THE_SAME)
def test_the_same_number_is_recognised_in_both_languages(chinese: str, english: str) -> None:
    assert list(translation.mistakes(Bilingual(zh=chinese, en=english))) == []


# Chinese, English, what only the Chinese names, what only the English names
DIFFERENT = [
    ("每月163块。", "143 yuan a month.", "163块", "143 yuan"),
    ("抵三成。", "It pays 40%.", "三成", "40%"),
    ("抵一半。", "It pays part.", "一半", None),
    ("抵一部分。", "It pays half.", None, "half"),
    ("住满半年。", "After a year.", "半年", None),
    ("3天内。", "Within 3 months.", "3天", "3 months"),
    ("20个工作日。", "20 days.", "20个工作日", "20 days"),
    ("满60岁。", "From age 65.", "60岁", "65"),
    ("到12月31日。", "Until 30 December.", "12月31日", "30 December"),
    ("到12月31日。", "Until December.", "12月31日", "December"),
    ("2026年12月。", "December 2027.", "2026年", "2027"),
    ("打12345。", "Call 12393.", "12345", "12393"),
    ("打12345。", "Call them.", "12345", None),
    ("三样都要。", "All are needed.", "三", None),
    ("要7天、9天。", "It takes time.", "7天、9天", None),
    ("要7天，是7天。", "It takes time.", "7天", None),
    ("不要钱。", "It costs two thousand five hundred yuan.", None, "two thousand five hundred yuan"),
    ("上午9点。", "At 10 am.", "9点", "10 am"),
]


@pytest.mark.parametrize(("chinese", "english", "chinese_alone", "english_alone"), DIFFERENT)
def test_a_number_of_one_language_alone_is_reported(
    chinese: str, english: str, chinese_alone: str | None, english_alone: str | None
) -> None:
    found = {one.code: one.values["words"] for one in translation.mistakes(Bilingual(zh=chinese, en=english))}

    assert found.get("chinese_alone") == chinese_alone
    assert found.get("english_alone") == english_alone


@pytest.mark.parametrize("numerals", ["千百", "百万", "七八十", "二十三四", "零零"])
def test_numerals_that_make_no_number_stop_nothing(numerals: str) -> None:
    list(translation.mistakes(Bilingual(zh=f"{numerals}块，{numerals}年，{numerals}成。", en="Some.")))


@pytest.mark.slow
def test_a_changed_number_of_any_text_of_the_product_is_noticed() -> None:
    """Each number is taken away in turn; a few stand in the text once more, in another form."""
    articles, _ = check.read()
    tried, missed = 0, []
    for article in articles.values():
        for spoken in check.spoken_of(article):
            (_, chinese, _), (_, english, _) = spoken.texts
            said = {"zh": chinese, "en": english}
            for language in LANGUAGES:
                for number in translation.named(said[language], language):
                    if number.soft or said[language].count(number.words) != 1:
                        continue
                    without = {**said, language: said[language].replace(number.words, "")}
                    tried += 1
                    if not list(translation.mistakes(Bilingual.model_validate(without))):
                        missed.append((article.id, spoken.aspect.value, language, number.words))
    assert tried > 1000
    assert len(missed) < tried / 50, missed
