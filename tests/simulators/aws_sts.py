# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""The portal of AWS's single sign-on: whoever shows the token of `aws sso login` is given a role's temporary keys. Not signed."""

import json
import secrets
import time

import wire

PATH = "/federation/credentials"
LASTS = 3600


class Portal:
    """`identities` are those that may sign; each new one is added, and hidden from the log by `log_secrets`."""

    ROLE = "ShuttlerRestore"

    def __init__(self, log_secrets, identities, account):
        self._log_secrets, self._identities, self.account = log_secrets, identities, account
        self.token = log_secrets.add(secrets.token_urlsafe(48))

    def greeting(self):
        return {"token": self.token, "role": self.ROLE, "account": self.account}

    def answer(self, request):
        asked = dict(request.query)
        if request.method != "GET" or set(asked) != {"role_name", "account_id"}:
            return self._refused(400, "InvalidRequestException", "role_name and account_id are needed, and nothing else")
        if request.headers.get("x-amz-sso_bearer_token") != self.token:
            return self._refused(401, "UnauthorizedException", "Session token not found or invalid")
        if (asked["role_name"], asked["account_id"]) != (self.ROLE, self.account):
            return self._refused(403, "ForbiddenException", "No access")
        made = {"accessKey": f"ASIASIGNON{len(self._identities) + 1:010}", "secretKey": self._log_secrets.add(secrets.token_urlsafe(30)),
                "sessionToken": self._log_secrets.add(secrets.token_urlsafe(60))}
        self._identities.append(made)
        keys = {"accessKeyId": made["accessKey"], "secretAccessKey": made["secretKey"], "sessionToken": made["sessionToken"],
                "expiration": int((time.time() + LASTS) * 1000)}
        return wire.Answer(200, json.dumps({"roleCredentials": keys}).encode(), "application/json")

    @staticmethod
    def _refused(status, code, message):
        return wire.Answer(status, json.dumps({"__type": code, "message": message}).encode(), "application/json", note=code)
