// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/dumps/RecoveryKit.h"

namespace shuttler::dumps {

using namespace Qt::StringLiterals;

namespace {

/// Needs Debian's python3-nacl. The form it reads is described in Seal.h.
const char16_t Opener[] = uR"(    import sys
    from nacl import bindings as b
    key = bytes.fromhex("".join(open("dump.key").read().split()))
    assert sys.stdin.buffer.read(8) == b"SHTLENC1", "not an encrypted dump"
    state = b.crypto_secretstream_xchacha20poly1305_state()
    b.crypto_secretstream_xchacha20poly1305_init_pull(state, sys.stdin.buffer.read(24), key)
    tag = None
    while piece := sys.stdin.buffer.read(65536 + 17):
        plain, tag = b.crypto_secretstream_xchacha20poly1305_pull(state, piece)
        sys.stdout.buffer.write(plain)
    assert tag == b.crypto_secretstream_xchacha20poly1305_TAG_FINAL, "cut off"
)";

QString pageHead(const QString &environment, const QString &bucket, const QString &endpoint)
{
    const QString aws = endpoint.isEmpty() ? u"aws"_s : u"aws --endpoint-url "_s + endpoint;
    return u"Recovery kit: the dumps of %1\n\n"
           "Needed: aws (awscli), zstd, and pg_restore and psql of PostgreSQL, no older than the dump's \"pgDumpVersion\".\n\n"
           "1. See which dumps there are, and take one. Only what has a manifest is a dump; the newest is the last.\n\n"
           "    %2 s3 ls s3://%3/manifests/%1/\n"
           "    %2 s3 cp s3://%3/manifests/%1/NAME.json .\n\n"
           "2. Fetch what the manifest calls \"key\". A dump in Glacier has to be thawed first (aws s3api restore-object).\n\n"
           "    %2 s3 cp s3://%3/KEY dump\n\n"
           "3. It has to have the \"sha256\" that the manifest has under \"stored\". If it has not, take another dump.\n\n"
           "    sha256sum dump\n\n"_s.arg(environment, aws, bucket);
}

QString decryption()
{
    return u"4. Decrypt it. Put the key below into a file dump.key, and this into a file open.py (without the "
           "indentation; needs python3-nacl):\n\n"_s
         + QString::fromUtf16(Opener) + u"\n    python3 open.py < dump > dump.zst\n\n"_s;
}

QString pageEnd(int step, const QString &file)
{
    return u"%1. Decompress it.\n\n    zstd -d %2 -o dump.plain\n\n"
           "%3. Restore it into a new, empty database. A dump whose manifest says \"contents\": \"custom\":\n\n"
           "    createdb restored\n"
           "    pg_restore --jobs=2 --dbname=restored dump.plain\n\n"
           "   One that says \"plain\":\n\n"
           "    psql --no-psqlrc --set=ON_ERROR_STOP=1 --single-transaction --dbname=restored --file=dump.plain\n\n"
           "%4. Count the rows of some tables and compare with the manifest: under \"baseline\", \"tables\".\n"_s.arg(step)
        .arg(file)
        .arg(step + 1)
        .arg(step + 2);
}

} // namespace

Secret recoveryKit(const QString &environment, const QString &bucket, const QString &endpoint, const DumpKey *key)
{
    const QString head = pageHead(environment, bucket, endpoint);
    if (!key)
        return Secret((head + pageEnd(4, u"--force dump"_s)).toUtf8());
    QByteArray page = (head + decryption() + pageEnd(5, u"dump.zst"_s)).toUtf8();
    page += "\nThe key (id " + key->id().toLatin1() + "). Whoever has it can read the dumps; without it nobody can.\n\n";
    const Secret text = key->toText();
    return text.expose([&](const char *digits) {
        // In groups of eight, as people copy them.
        for (int place = 0; place < 64; place += 8) {
            page.append(place % 32 == 0 ? "    " : " ");
            page.append(digits + place, 8);
            if (place % 32 == 24)
                page.append('\n');
        }
        return Secret(std::move(page));
    });
}

} // namespace shuttler::dumps
