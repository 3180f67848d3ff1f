# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""OpenStack Swift with its S3 API (Debian's python3-swift), all four of its servers in this one process: a real object store that nobody
here wrote. `python3 swift_s3.py DIR BUCKET` keeps everything below DIR, which has to be on a file system with extended attributes, says
one line of JSON (endpoint, accessKey, secretKey) once the bucket is there, and ends with its standard input."""

import json
import os
import pathlib
import sys

import eventlet

eventlet.monkey_patch()

import swift.common.utils as utils  # noqa: E402

ROOT = pathlib.Path(sys.argv[1])
SETTINGS = """[swift-hash]
swift_hash_path_suffix = only-for-tests
[storage-policy:0]
name = one
default = yes
[swift-constraints]
max_header_size = 16384
"""
STORAGE = "[DEFAULT]\nswift_dir = {root}\ndevices = {root}/disks\nmount_check = false\ndisable_fallocate = true\n" \
          "[pipeline:main]\npipeline = {kind}-server\n[app:{kind}-server]\nuse = egg:swift#{kind}\n"
PROXY = """[DEFAULT]
swift_dir = {root}
[pipeline:main]
pipeline = memory s3api tempauth slo symlink versioned_writes proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:memory]
paste.filter_factory = swift_s3:memory
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
dns_compliant_bucket_names = true
[filter:tempauth]
use = egg:swift#tempauth
user_test_owner = only-for-tests .admin
[filter:slo]
use = egg:swift#slo
[filter:symlink]
use = egg:swift#symlink
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_object_versioning = true
"""


class Memory:
    """What tempauth and the proxy remember for a while, instead of a memcached."""

    def __init__(self):
        self._kept = {}

    def set(self, key, value, **_):
        self._kept[key] = value

    def get(self, key, **_):
        return self._kept.get(key)

    def delete(self, key, **_):
        self._kept.pop(key, None)

    def incr(self, key, delta=1, **_):
        self._kept[key] = int(self._kept.get(key) or 0) + delta
        return self._kept[key]


def memory(_, **__):
    kept = Memory()

    def around(app):
        def remembering(environ, start_response):
            environ["swift.cache"] = kept
            return app(environ, start_response)
        return remembering
    return around


def listen():
    return eventlet.listen(("127.0.0.1", 0))


def serve(kind, text, socket):
    from swift.common import wsgi
    path = ROOT / f"{kind}.conf"
    path.write_text(text.format(root=ROOT, kind=kind))
    app = wsgi.loadapp(str(path), global_conf={"log_name": kind})
    eventlet.spawn(eventlet.wsgi.server, socket, app, utils.NullLogger(), protocol=wsgi.SwiftHttpProtocol,
                   capitalize_response_headers=False)
    return app


def make_ring(name, port):
    from swift.common.ring.builder import RingBuilder
    builder = RingBuilder(2, 1, 0)
    builder.add_dev({"id": 0, "region": 1, "zone": 1, "ip": "127.0.0.1", "port": port, "device": "disk", "weight": 1.0, "meta": "",
                     "replication_ip": "127.0.0.1", "replication_port": port})
    builder.rebalance()
    builder.get_ring().save(str(ROOT / f"{name}.ring.gz"))


def make_bucket(proxy, name):
    from swift.common.swob import Request
    # As the account's owner; the S3 API itself is what the tests are about.
    request = Request.blank(f"/v1/AUTH_test/{name}", environ={
        "REQUEST_METHOD": "PUT", "swift.authorize_override": True, "swift.authorize": lambda _: None,
        "REMOTE_USER": "test,test:owner,AUTH_test"})
    answer = request.get_response(proxy)
    if answer.status_int // 100 != 2:
        sys.exit(f"the bucket was not made: {answer.status}")


def main():
    (ROOT / "disks/disk").mkdir(parents=True)
    (ROOT / "swift.conf").write_text(SETTINGS)
    utils.SWIFT_CONF_FILE = str(ROOT / "swift.conf")
    utils.validate_hash_conf()
    from swift.common import storage_policy
    storage_policy.reload_storage_policies()
    sockets = {kind: listen() for kind in ("account", "container", "object")}
    for kind, socket in sockets.items():
        make_ring(kind, socket.getsockname()[1])
    for kind, socket in sockets.items():
        serve(kind, STORAGE, socket)
    socket = listen()
    make_bucket(serve("proxy", PROXY, socket), sys.argv[2])
    print(json.dumps({"endpoint": f"http://127.0.0.1:{socket.getsockname()[1]}", "accessKey": "test:owner", "secretKey": "only-for-tests"}),
          flush=True)
    # Not read in a thread: a green one waits for it without holding up the servers.
    eventlet.hubs.trampoline(sys.stdin.fileno(), read=True)
    os._exit(0)


if __name__ == "__main__":
    sys.modules["swift_s3"] = sys.modules["__main__"]
    main()
