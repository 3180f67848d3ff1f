// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/SanityText.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;

namespace {

bool beginsName(QChar letter)
{
    return letter.isLetter() || letter == u'_';
}

bool continuesName(QChar letter)
{
    return beginsName(letter) || letter.isDigit() || letter == u'$';
}

/// Goes through a text piece by piece. Only what matters here is told apart.
class TextReader {
public:
    explicit TextReader(const QString &text) : m_text(text) {}

    SanityText read();

private:
    QChar at(qsizetype place) const { return place < m_text.size() ? m_text[place] : QChar(); }
    bool goesOn(QStringView sign) const { return QStringView(m_text).sliced(m_place).startsWith(sign); }
    void keep(qsizetype count);
    void fail(const QString &what);

    void skipLineComment();
    void skipComment();
    void takeQuoted(QChar quote, bool backslashes);
    bool takeDollarQuoted();
    void takeWord();
    void takeParameter();
    void takeSign();
    void judgeWord(const QString &word);

    const QString &m_text;
    SanityText m_result;
    qsizetype m_place = 0;
    int m_depth = 0;           ///< Of parentheses.
    QString m_first;           ///< The first word, in small letters.
    QString m_opened;          ///< The word that follows an opening parenthesis, until the next one comes.
    QString m_before;          ///< The piece before this one, where it was a sign.
};

void TextReader::keep(qsizetype count)
{
    m_result.sql += QStringView(m_text).sliced(m_place, count);
    m_place += count;
}

void TextReader::fail(const QString &what)
{
    if (!m_result.fault)
        m_result.fault = {int(QStringView(m_text).first(std::min(m_place, m_text.size())).count(u'\n')), what};
}

void TextReader::skipLineComment()
{
    const qsizetype end = m_text.indexOf(u'\n', m_place);
    keep((end < 0 ? m_text.size() : end) - m_place);
}

void TextReader::skipComment()
{
    const qsizetype begin = m_place;
    qsizetype end = m_place + 2;
    for (int depth = 1; depth > 0;) {
        if (end >= m_text.size()) {
            m_place = begin;
            fail(u"a comment is opened with /* and not closed."_s);
            end = m_text.size();
            break;
        }
        const QStringView rest = QStringView(m_text).sliced(end);
        depth += rest.startsWith(u"/*") ? 1 : rest.startsWith(u"*/") ? -1 : 0;
        end += rest.startsWith(u"/*") || rest.startsWith(u"*/") ? 2 : 1;
    }
    keep(end - m_place);
}

void TextReader::takeQuoted(QChar quote, bool backslashes)
{
    for (qsizetype end = m_place + 1; end < m_text.size(); ++end) {
        if (backslashes && m_text[end] == u'\\')
            ++end;
        else if (m_text[end] == quote && at(end + 1) == quote)
            ++end;
        else if (m_text[end] == quote) {
            keep(end + 1 - m_place);
            return;
        }
    }
    fail(u"a quotation mark %1 is not closed."_s.arg(quote));
    keep(m_text.size() - m_place);
}

/// $tag$…$tag$; false when it is not one.
bool TextReader::takeDollarQuoted()
{
    qsizetype end = m_place + 1;
    if (at(end).isDigit())
        return false;
    while (at(end).isLetterOrNumber() || at(end) == u'_')
        ++end;
    if (at(end) != u'$')
        return false;
    const QString tag = m_text.sliced(m_place, end + 1 - m_place);
    const qsizetype close = m_text.indexOf(tag, end + 1);
    if (close < 0) {
        fail(u"the text that %1 opens is not closed."_s.arg(tag));
        keep(m_text.size() - m_place);
    } else {
        keep(close + tag.size() - m_place);
    }
    return true;
}

void TextReader::judgeWord(const QString &word)
{
    if (m_first.isEmpty()) {
        m_first = word;
        if (!QStringList{u"select"_s, u"with"_s, u"values"_s, u"table"_s}.contains(word))
            fail(u"the query begins with %1; it can only ask, with SELECT or WITH."_s.arg(word.toUpper()));
    }
    // "(delete from", as only a WITH that changes rows has it; a column may bear any of these names.
    const bool changes = (m_opened == u"delete"_s && word == u"from"_s) || ((m_opened == u"insert"_s || m_opened == u"merge"_s) && word == u"into"_s)
                      || (m_opened == u"update"_s);
    if (changes)
        fail(u"the query would change rows (%1); it can only ask."_s.arg(m_opened.toUpper()));
    m_opened = m_before == u"("_s ? word : QString();
}

void TextReader::takeWord()
{
    qsizetype end = m_place;
    while (end < m_text.size() && continuesName(m_text[end]))
        ++end;
    const QString word = m_text.sliced(m_place, end - m_place).toLower();
    if ((word == u"e"_s || word == u"n"_s || word == u"b"_s || word == u"x"_s) && at(end) == u'\'') {
        keep(end - m_place);
        takeQuoted(u'\'', word == u"e"_s);
        m_opened.clear();
    } else {
        judgeWord(word);
        keep(end - m_place);
    }
    m_before.clear();
}

void TextReader::takeParameter()
{
    qsizetype end = m_place + 1;
    while (end < m_text.size() && continuesName(m_text[end]))
        ++end;
    const QString name = m_text.sliced(m_place + 1, end - m_place - 1);
    if (!SanityParameters.contains(name)) {
        fail(u"there is no parameter :%1; there are :%2."_s.arg(name, SanityParameters.join(u", :"_s)));
        keep(end - m_place);
        return;
    }
    qsizetype number = m_result.parameters.indexOf(name) + 1;
    if (number == 0) {
        m_result.parameters.append(name);
        number = m_result.parameters.size();
    }
    m_result.sql += u"$%1::pg_catalog.timestamptz"_s.arg(number);
    m_place = end;
}

void TextReader::takeSign()
{
    const QChar sign = m_text[m_place];
    if (sign == u';') {
        const QString rest = m_text.sliced(m_place + 1).trimmed();
        fail(rest.isEmpty() || rest.startsWith(u"--"_s) ? u"the query ends with a semicolon; leave it out."_s
                                                        : u"there is a second statement after the semicolon; a query is one question."_s);
    } else if (sign == u'(') {
        ++m_depth;
    } else if (sign == u')' && --m_depth < 0) {
        fail(u"a parenthesis is closed that was not opened."_s);
    } else if (sign == u'$' && at(m_place + 1).isDigit()) {
        fail(u"values are given by name, as :%1, not by number."_s.arg(SanityParameters.first()));
    }
    m_opened.clear();
    m_before = sign;
    keep(1);
}

SanityText TextReader::read()
{
    while (m_place < m_text.size() && !m_result.fault) {
        const QChar letter = m_text[m_place];
        if (letter.isSpace())
            keep(1);
        else if (goesOn(u"--"))
            skipLineComment();
        else if (goesOn(u"/*"))
            skipComment();
        else if (letter == u'\'' || letter == u'"') {
            if (m_opened == u"update"_s)
                judgeWord(u"\""_s);
            takeQuoted(letter, false);
            m_before.clear();
            m_opened.clear();
        } else if (letter == u'$' && takeDollarQuoted())
            m_before.clear();
        else if (goesOn(u"::") || goesOn(u":="))
            keep(2);
        else if (letter == u':' && beginsName(at(m_place + 1)))
            takeParameter();
        else if (beginsName(letter))
            takeWord();
        else if (letter.isDigit())
            while (continuesName(at(m_place)) || at(m_place) == u'.')
                keep(1);
        else
            takeSign();
    }
    if (m_first.isEmpty())
        fail(u"there is no question in it."_s);
    if (m_depth > 0)
        fail(u"a parenthesis is opened and not closed."_s);
    return m_result;
}

} // namespace

SanityText readSanityText(const QString &text)
{
    return TextReader(text).read();
}

} // namespace shuttler::verify
