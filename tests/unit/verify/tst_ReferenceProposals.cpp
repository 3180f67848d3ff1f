// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Files.h"
#include "core/verify/ReferenceProposals.h"
#include "tests/support/Test.h"

#include <QTemporaryDir>

using namespace shuttler;
using namespace shuttler::verify;
using namespace Qt::StringLiterals;

class tst_ReferenceProposals : public QObject {
    Q_OBJECT

    static ReferenceProposal proposal(const ColumnName &from, const QList<ReferenceTarget> &targets, qint64 rows,
                                      qint64 orphans)
    {
        ReferenceProposal proposal;
        proposal.rule.from = from;
        proposal.rule.targets = targets;
        proposal.rule.toleratesBaseline = orphans > 0;
        proposal.rows = rows;
        proposal.values = 7;
        proposal.orphans = orphans;
        return proposal;
    }

private slots:
    void areWrittenAsTheyAreReadBack()
    {
        const ColumnName odd{u"a.b"_s, u"say \"hi\""_s, u"line\nback\\slash"_s};
        ReferenceProposals proposals;
        proposals.all = {proposal({u"public"_s, u"fees"_s, u"student_id"_s},
                                  {{QString(), {u"public"_s, u"students"_s, u"id"_s}}}, 812, 0),
                         proposal({u"public"_s, u"Fees"_s, u"käse_id"_s}, {{QString(), odd}}, 1'000, 1)};
        ReferenceProposal byKind =
            proposal(odd, {{u"a \"kind\""_s, {u"public"_s, u"owners"_s, u"id"_s}}, {u"b"_s, odd}}, 1, 0);
        byKind.rule.kind = ColumnName{odd.schema, odd.table, u"kind"_s};
        proposals.all.append(byKind);
        ReferenceProposal doubtful = proposal(odd, {}, 0, 0);
        doubtful.doubt = u"no row refers to anything yet"_s;
        proposals.all.append(doubtful);
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"references.toml"_s);
        VERIFY_OK(writeFileAtomically(path, proposals.toToml().toUtf8()));

        const auto rules = readReferenceRules(path);

        VERIFY_OK(rules);
        QCOMPARE(rules->size(), 3);
        for (qsizetype place = 0; place < rules->size(); ++place) {
            const ReferenceRule &wanted = proposals.all[place].rule;
            const ReferenceRule &read = rules->at(place);
            QCOMPARE(read.from, wanted.from);
            QCOMPARE(read.kind, wanted.kind);
            QCOMPARE(read.toleratesBaseline, wanted.toleratesBaseline);
            QCOMPARE(read.targets.size(), wanted.targets.size());
            for (qsizetype target = 0; target < read.targets.size(); ++target) {
                QCOMPARE(read.targets[target].kind, wanted.targets[target].kind);
                QCOMPARE(read.targets[target].column, wanted.targets[target].column);
            }
        }
    }

    void sayWhatWasSeen()
    {
        ReferenceProposals proposals;
        proposals.all = {proposal({u"public"_s, u"fees"_s, u"student_id"_s},
                                  {{QString(), {u"public"_s, u"students"_s, u"id"_s}}}, 12'812, 3)};

        QCOMPARE(proposals.toToml().section(u"\n\n"_s, 1),
                 u"# 7 values in 12,812 rows, 3 rows found nowhere: see whether that is as it should be.\n"
                 "[[reference]]\nfrom = \"fees.student_id\"\nto = \"students.id\"\ntolerate = \"baseline\"\n\n"_s);

        proposals.all.front().doubt = u"900 of 12,812 rows lead nowhere"_s;
        QVERIFY(!proposals.toToml().contains(u"\n[[reference]]"_s));
        QVERIFY(
            proposals.toToml().contains(u"\n#   fees.student_id → students.id: 900 of 12,812 rows lead nowhere\n"_s));
    }
};

SHUTTLER_TEST(tst_ReferenceProposals)
#include "tst_ReferenceProposals.moc"
