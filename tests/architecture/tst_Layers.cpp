// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Files.h"
#include "tests/support/Test.h"

#include <QDir>
#include <QDirIterator>
#include <QLibraryInfo>
#include <QMap>
#include <QRegularExpression>
#include <QSet>

using namespace shuttler;
using namespace Qt::StringLiterals;

/// The map of who may include whom. Reads like the one in core/README.md, and is the one that counts. A folder is a module; a
/// header is named where only a port may be known. A module's own subfolders are nobody else's.
static const QMap<QString, QStringList> MayInclude = {
    {u"core/base"_s, {}},
    {u"core/net"_s, {u"core/base"_s}},
    {u"core/archive"_s, {u"core/base"_s, u"core/net"_s}},
    {u"core/secrets"_s, {u"core/base"_s}},
    {u"core/domain"_s, {u"core/base"_s}},
    {u"core/settings"_s, {u"core/base"_s, u"core/domain"_s}},
    {u"core/ledger"_s, {u"core/base"_s, u"core/domain"_s}},
    {u"core/postgres"_s, {u"core/base"_s, u"core/domain"_s}},
    {u"core/providers"_s, {u"core/base"_s, u"core/domain"_s}},
    {u"core/providers/pgbackrest"_s, {u"core/base"_s, u"core/domain"_s, u"core/postgres"_s, u"core/providers"_s}},
    {u"core/providers/aws"_s, {u"core/base"_s, u"core/domain"_s, u"core/net"_s, u"core/secrets"_s, u"core/providers"_s}},
    {u"core/providers/render"_s, {u"core/base"_s, u"core/domain"_s, u"core/net"_s, u"core/secrets"_s, u"core/providers"_s}},
    {u"core/providers/railway"_s, {u"core/base"_s, u"core/domain"_s, u"core/net"_s, u"core/secrets"_s, u"core/providers"_s}},
    {u"core/targets"_s, {u"core/base"_s, u"core/domain"_s, u"core/net"_s}},
    {u"core/targets/dns"_s, {u"core/base"_s, u"core/domain"_s, u"core/secrets"_s, u"core/targets"_s}},
    {u"core/targets/aws"_s,
     {u"core/base"_s, u"core/domain"_s, u"core/net"_s, u"core/secrets"_s, u"core/providers/TaggedName.h"_s, u"core/providers/aws"_s,
      u"core/targets"_s, u"core/targets/dns"_s}},
    {u"core/targets/render"_s,
     {u"core/base"_s, u"core/domain"_s, u"core/net"_s, u"core/secrets"_s, u"core/providers/render"_s, u"core/targets"_s}},
    {u"core/targets/railway"_s,
     {u"core/base"_s, u"core/domain"_s, u"core/net"_s, u"core/secrets"_s, u"core/providers/railway"_s, u"core/targets"_s}},
    {u"core/catalog"_s, {u"core/base"_s, u"core/domain"_s, u"core/providers"_s, u"core/ledger"_s}},
    {u"core/verify"_s, {u"core/base"_s, u"core/domain"_s, u"core/postgres"_s}},
    {u"core/dumps"_s, {u"core/base"_s, u"core/domain"_s, u"core/archive"_s, u"core/postgres"_s, u"core/verify"_s}},
    {u"core/restore"_s,
     {u"core/base"_s, u"core/domain"_s, u"core/providers"_s, u"core/targets"_s, u"core/catalog"_s, u"core/verify"_s,
      u"core/ledger"_s}},
    {u"core/evidence"_s, {u"core/base"_s, u"core/domain"_s, u"core/verify"_s, u"core/ledger"_s}},
    {u"core/practice"_s,
     {u"core/base"_s, u"core/domain"_s, u"core/settings"_s, u"core/postgres"_s, u"core/providers"_s,
      u"core/providers/pgbackrest"_s}},
    {u"ui"_s,
     {u"core/base"_s, u"core/domain"_s, u"core/settings"_s, u"core/ledger"_s, u"core/catalog"_s, u"core/restore"_s,
      u"core/evidence"_s, u"core/providers/Provider.h"_s, u"core/targets/Place.h"_s, u"core/practice/Practice.h"_s,
      u"core/secrets/SecretStore.h"_s, u"core/secrets/PendingSecrets.h"_s}},
    {u"app/composition"_s,
     {u"core/base"_s, u"core/net"_s, u"core/secrets"_s, u"core/domain"_s, u"core/settings"_s, u"core/ledger"_s, u"core/postgres"_s,
      u"core/providers"_s, u"core/providers/pgbackrest"_s, u"core/providers/aws"_s, u"core/providers/render"_s,
      u"core/providers/railway"_s, u"core/targets"_s, u"core/targets/aws"_s, u"core/targets/dns"_s, u"core/targets/render"_s,
      u"core/targets/railway"_s, u"core/catalog"_s, u"core/verify"_s, u"core/restore"_s, u"core/evidence"_s, u"core/practice"_s}},
    {u"app/console"_s,
     {u"core/base"_s, u"core/domain"_s, u"core/secrets/SecretStore.h"_s, u"ui"_s, u"ui/common"_s, u"ui/shell"_s, u"app/composition"_s}},
    {u"app/ctl"_s,
     {u"core/base"_s, u"core/domain"_s, u"core/settings"_s, u"core/ledger"_s, u"core/postgres"_s, u"core/catalog"_s,
      u"core/verify"_s, u"core/restore"_s, u"core/evidence"_s, u"core/providers/Provider.h"_s,
      u"core/practice/Practice.h"_s, u"core/secrets/SecretStore.h"_s, u"app/composition"_s}},
    {u"app/practiceapp"_s,
     {u"core/base"_s, u"core/domain"_s, u"core/settings"_s, u"core/postgres"_s, u"core/practice"_s}},
};

/// Who may use what of Qt and of the system, beyond Qt Core.
static const QMap<QString, QStringList> MayUse = {
    {u"QtWidgets"_s, {u"ui"_s, u"app/console"_s}},
    {u"QtGui"_s, {u"core/evidence"_s, u"ui"_s, u"app/console"_s, u"app/ctl"_s}},
    {u"QtSvg"_s, {u"ui"_s}},
    {u"QtSql"_s, {u"core/ledger"_s}},
    {u"QtNetwork"_s, {u"core/net"_s, u"core/practice"_s, u"app/practiceapp"_s}},
    {u"qt6keychain"_s, {u"core/secrets"_s}},
    {u"QtDBus"_s, {u"core/secrets"_s}},
    {u"libpq"_s, {u"core/postgres"_s}},
    {u"pugixml"_s, {u"core/net"_s}},
    {u"zstd"_s, {u"core/dumps"_s}},
    {u"sodium"_s, {u"core/dumps"_s}},
    {u"toml++"_s, {u"core/settings"_s, u"core/verify"_s, u"core/practice"_s}},
};

static QString sourceRoot()
{
    return QDir::cleanPath(
        qEnvironmentVariable("SHUTTLER_SOURCE", QStringLiteral(QT_TESTCASE_SOURCEDIR) + u"/../.."_s));
}

/// The module a file belongs to: the longest folder of the map above it; empty when there is none.
static QString moduleOf(const QString &file)
{
    QString found;
    for (auto it = MayInclude.keyBegin(); it != MayInclude.keyEnd(); ++it)
        if (file.startsWith(*it + u'/') && it->size() > found.size())
            found = *it;
    return found;
}

static QString folderOf(const QString &file)
{
    return file.left(file.lastIndexOf(u'/'));
}

/// What is wrong with `file` including "`header`"; empty when nothing is.
static QString wrongWithOurs(const QString &file, const QString &header)
{
    if (header.endsWith(u".moc") || (header.startsWith(u"moc_") && header.endsWith(u".cpp")))
        return {};
    const QString from = moduleOf(file);
    const QString to = moduleOf(header);
    if (to.isEmpty())
        return u"%1 includes \"%2\", which is in no module; write the path from the root"_s.arg(file, header);
    if (from == to || MayInclude[from].contains(header) || MayInclude[from].contains(folderOf(header)))
        return {};
    return u"%1 includes %2: %3 may not know %4"_s.arg(file, header, from, folderOf(header));
}

/// The same for <`header`>.
static QString wrongWithOthers(const QString &file, const QString &header)
{
    static const QMap<QString, QSet<QString>> headers = [] {
        QMap<QString, QSet<QString>> all;
        for (auto it = MayUse.keyBegin(); it != MayUse.keyEnd(); ++it) {
            const QStringList names =
                QDir(QLibraryInfo::path(QLibraryInfo::HeadersPath) + u'/' + *it).entryList(QDir::Files);
            all[*it] = QSet<QString>(names.begin(), names.end()) + QSet<QString>{*it};
        }
        return all;
    }();
    for (auto it = MayUse.begin(); it != MayUse.end(); ++it)
        if ((headers[it.key()].contains(header) || header.startsWith(it.key())) && !it->contains(moduleOf(file)))
            return u"%1 includes <%2>: %3 may not use %4"_s.arg(file, header, moduleOf(file), it.key());
    return {};
}

static const QRegularExpression IncludeLine(u"^\\s*#\\s*include\\s*([\"<])([^\">]+)[\">]"_s,
                                            QRegularExpression::MultilineOption);

class tst_Layers : public QObject {
    Q_OBJECT

private slots:
    void includesGoDownTheMapOnly()
    {
        QStringList wrong;
        QSet<QString> seen;
        for (const QString &file : sources()) {
            seen.insert(moduleOf(file));
            const QString text = QString::fromUtf8(*readWholeFile(sourceRoot() + u'/' + file));
            for (const QRegularExpressionMatch &line : IncludeLine.globalMatch(text)) {
                const bool isOurs = line.captured(1) == u"\"";
                wrong.append(isOurs ? wrongWithOurs(file, line.captured(2)) : wrongWithOthers(file, line.captured(2)));
            }
        }
        wrong.removeAll(QString());
        QVERIFY2(wrong.isEmpty(), qPrintable(u'\n' + wrong.join(u'\n')));
        QVERIFY2(seen.size() >= 15 && !seen.contains(QString()), "the map and the tree have drifted apart");
    }

    void theMapHasNoCircles()
    {
        QStringList standing; // Modules all of whose uses stand already.
        for (qsizetype before = -1; before != standing.size();) {
            before = standing.size();
            for (auto it = MayInclude.begin(); it != MayInclude.end(); ++it) {
                const bool stands = std::all_of(it->begin(), it->end(), [&](const QString &used) {
                    return standing.contains(MayInclude.contains(used) ? used : moduleOf(used));
                });
                if (stands && !standing.contains(it.key()))
                    standing.append(it.key());
            }
        }
        QCOMPARE(standing.size(), MayInclude.size());
    }

    void cmakeLinksNothingThatTheMapForbids()
    {
        static const QRegularExpression call(u"shuttler_module\\((\\w+)\\s+USES([^)]*)\\)"_s);
        static const QMap<QString, QString> elsewhere = {{u"pgbackrest"_s, u"core/providers/pgbackrest"_s},
                                                         {u"aws"_s, u"core/providers/aws"_s},
                                                         {u"render"_s, u"core/providers/render"_s},
                                                         {u"railway"_s, u"core/providers/railway"_s},
                                                         {u"targets_aws"_s, u"core/targets/aws"_s},
                                                         {u"targets_dns"_s, u"core/targets/dns"_s},
                                                         {u"targets_render"_s, u"core/targets/render"_s},
                                                         {u"targets_railway"_s, u"core/targets/railway"_s},
                                                         {u"practice_port"_s, u"core/practice"_s},
                                                         {u"composition"_s, u"app/composition"_s},
                                                         {u"resources"_s, QString()}};
        const auto folderFor = [](const QString &target) { return elsewhere.value(target, u"core/"_s + target); };
        QStringList wrong;
        int modules = 0;
        QDirIterator lists(sourceRoot(), {u"CMakeLists.txt"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (lists.hasNext()) {
            const QString path = lists.next();
            if (path.contains(u"/build/") || QFileInfo(path).absolutePath() == sourceRoot())
                continue;
            for (const QRegularExpressionMatch &match : call.globalMatch(QString::fromUtf8(*readWholeFile(path)))) {
                const QString module = folderFor(match.captured(1));
                const QStringList used = match.captured(2).section(u"LIBRARIES"_s, 0, 0).simplified().split(u' ');
                for (const QString &target : used) {
                    const QString folder = folderFor(target);
                    if (!folder.isEmpty() && folder != module && !MayInclude[module].contains(folder))
                        wrong.append(u"%1 links %2"_s.arg(module, folder));
                }
                ++modules;
            }
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(u'\n' + wrong.join(u'\n')));
        QVERIFY(modules >= 12);
    }

    void aWrongIncludeIsNamed_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("header");
        QTest::addColumn<QString>("said");
        const auto row = [](const QString &file, const QString &header, const QString &said) {
            QTest::addRow("%s %s", qPrintable(file), qPrintable(header)) << file << header << said;
        };
        row(u"core/domain/Backup.h"_s, u"core/restore/Plan.h"_s, u"core/domain may not know core/restore"_s);
        row(u"core/catalog/X.cpp"_s, u"core/providers/pgbackrest/X.h"_s, u"may not know core/providers/pgbackrest"_s);
        row(u"core/restore/X.cpp"_s, u"core/verify/checks/X.h"_s, u"may not know core/verify/checks"_s);
        row(u"core/restore/steps/X.cpp"_s, u"core/restore/Plan.h"_s, u""_s);
        row(u"core/restore/steps/X.cpp"_s, u"core/postgres/Connection.h"_s,
            u"core/restore may not know core/postgres"_s);
        row(u"ui/shell/X.cpp"_s, u"core/practice/PracticeWorld.h"_s, u"ui may not know core/practice"_s);
        row(u"ui/shell/X.cpp"_s, u"core/practice/Practice.h"_s, u""_s);
        row(u"ui/shell/X.cpp"_s, u"core/postgres/Connection.h"_s, u"ui may not know core/postgres"_s);
        row(u"app/ctl/X.cpp"_s, u"core/targets/EnvFile.h"_s, u"app/ctl may not know core/targets"_s);
        row(u"core/base/X.cpp"_s, u"tests/support/Test.h"_s, u"in no module"_s);
        row(u"core/base/X.cpp"_s, u"Error.h"_s, u"write the path from the root"_s);
        row(u"core/base/X.cpp"_s, u"<QWidget>"_s, u"core/base may not use QtWidgets"_s);
        row(u"core/evidence/X.cpp"_s, u"<QtWidgets/QLabel>"_s, u"core/evidence may not use QtWidgets"_s);
        row(u"core/restore/X.cpp"_s, u"<QSqlQuery>"_s, u"core/restore may not use QtSql"_s);
        row(u"core/verify/X.cpp"_s, u"<libpq-fe.h>"_s, u"core/verify may not use libpq"_s);
        row(u"ui/shell/X.cpp"_s, u"<QWidget>"_s, u""_s);
        row(u"core/base/X.cpp"_s, u"<QString>"_s, u""_s);
    }
    void aWrongIncludeIsNamed()
    {
        QFETCH(const QString, file);
        QFETCH(const QString, header);
        QFETCH(const QString, said);
        const QString wrong = header.startsWith(u'<') ? wrongWithOthers(file, header.sliced(1, header.size() - 2))
                                                      : wrongWithOurs(file, header);
        QCOMPARE(wrong.isEmpty(), said.isEmpty());
        QVERIFY2(wrong.contains(said) && (said.isEmpty() || wrong.contains(file)), qPrintable(wrong));
    }

private:
    static QStringList sources()
    {
        QStringList files;
        for (const QString &top : {u"core"_s, u"ui"_s, u"app"_s}) {
            QDirIterator each(sourceRoot() + u'/' + top, {u"*.h"_s, u"*.cpp"_s}, QDir::Files,
                              QDirIterator::Subdirectories);
            while (each.hasNext())
                files.append(QDir(sourceRoot()).relativeFilePath(each.next()));
        }
        return files;
    }
};

SHUTTLER_TEST(tst_Layers)
#include "tst_Layers.moc"
