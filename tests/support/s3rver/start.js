// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0
'use strict';

// s3rver with one bucket below a folder: `node --openssl-legacy-provider start.js DIR BUCKET` (its listings are encrypted in a way that
// OpenSSL 3 takes for outdated). Says one line of JSON (endpoint, accessKey, secretKey) and ends with its standard input.

const S3rver = require('s3rver');

const [directory, name] = process.argv.slice(2);
const server = new S3rver({ address: '127.0.0.1', port: 0, silent: true, directory, configureBuckets: [{ name, configs: [] }] });
server.run().then(({ port }) => {
    console.log(JSON.stringify({ endpoint: `http://127.0.0.1:${port}`, accessKey: 'S3RVER', secretKey: 'S3RVER' }));
});
process.stdin.on('end', () => process.exit(0)).resume();
