# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""Railway's queries and mutations over a Project. Names of functions are those of the schema's root fields, in Python's spelling."""

import datetime
import re

from railway_bucket import REGION
from railway_graphql import connection
from railway_things import Denied

CLOSED = {"projectToken": ("project",), "me": ("account",), "apiToken": ("account", "workspace")}


class Resolvers:
    """`root` is what Executor takes. The context of a request is the kind of its token: account, workspace or project."""

    def __init__(self, project, pace, names):
        self._project, self._pace, self._names = project, pace, names
        self.endpoint = ""  # of the buckets
        self.root = {}
        for name in dir(self):
            if name.startswith("do_"):
                field = re.sub("_([a-z])", lambda match: match[1].upper(), name.removeprefix("do_")).replace("Pitr", "PITR")
                self.root[field] = self._guarded(field, getattr(self, name))

    @staticmethod
    def _guarded(field, resolver):
        def resolve(info, **arguments):
            allowed = CLOSED.get(field)
            if allowed and info.context not in allowed:
                raise Denied("Project Token not found" if field == "projectToken" else "Not Authorized")
            return resolver(**arguments)
        return resolve

    # --- Who

    def do_me(self):
        return {"id": self._project.user, "name": "Owner", "email": "owner@academy.example", "apiTokenRateLimit": None,
                "workspaces": [self._workspace()]}

    def do_api_token(self):
        return {"workspaces": [{"id": self._project.workspace, "name": "Academy"}]}

    def do_project_token(self):
        return {"id": self._project.user, "name": "console", "projectId": self._project.id,
                "environmentId": self._project.environment, "createdAt": self._project.created.isoformat()}

    def do_workspace(self, workspaceId):
        if workspaceId != self._project.workspace:
            raise Denied()
        return self._workspace()

    def _workspace(self):
        return {"id": self._project.workspace, "name": "Academy", "plan": "PRO", "apiTokenRateLimit": None}

    # --- Inventory

    def do_projects(self, workspaceId=None, first=None, after=None, **_):
        found = [self._told()] if workspaceId in (None, self._project.workspace) else []
        return connection(found)(None, first, after)

    def do_project(self, id):
        if id != self._project.id:
            raise Denied()
        return self._told()

    def do_environment(self, id, projectId=None):
        self._check(id)
        return self._environment()

    def do_service(self, id):
        return self._service(self._project.service(id))

    def do_service_instance(self, environmentId, serviceId):
        self._check(environmentId)
        return self._instance(self._project.service(serviceId))

    def do_volume_instance(self, id):
        return self._volume_instance(self._project.volume_instance(id))

    def _check(self, environment):
        if environment != self._project.environment:
            raise Denied()

    def _told(self):
        services = list(self._project.services.values())
        buckets = [{"id": one.id, "name": f"{one.name} of a database", "createdAt": self._project.created.isoformat()}
                   for one in self._project.databases.buckets]
        return {"id": self._project.id, "name": self._names["project"], "workspaceId": self._project.workspace,
                "createdAt": self._project.created.isoformat(), "services": connection([self._service(one) for one in services]),
                "environments": connection([self._environment()]), "buckets": connection(buckets),
                "volumes": connection([self._volume(one) for one in self._project.volumes.values()])}

    def _environment(self):
        project = self._project
        return {"id": project.environment, "name": self._names["environment"], "projectId": project.id, "isEphemeral": False,
                "createdAt": project.created.isoformat(), "updatedAt": project.created.isoformat(),
                "unmergedChangesCount": len(project.staged.get("services", {})),
                "config": lambda _, decryptVariables=False: self._config(decryptVariables),
                "serviceInstances": connection([self._instance(one) for one in project.services.values()]),
                "volumeInstances": connection([self._volume_instance(one) for one in project.volumes.values()])}

    def _config(self, decrypted):
        return {"services": {one.id: {
            "source": {"image": one.image},
            "variables": {name: {"value": value if decrypted else "*****"} for name, value in one.variables.items()},
            **({"volumeMounts": {one.volume.id: {"mountPath": "/var/lib/postgresql/data"}}} if one.volume else {}),
            **({"networking": {"tcpProxies": {str(each.port): {} for each in one.proxies}}} if one.proxies else {}),
        } for one in self._project.services.values()}}

    def _service(self, one):
        return {"id": one.id, "name": one.name, "templateId": None, "createdAt": one.created.isoformat(), "deletedAt": None,
                "projectId": self._project.id, "updatedAt": one.created.isoformat()}

    def _instance(self, one):
        return {"id": one.id, "serviceId": one.id, "serviceName": one.name, "region": "europe-west4", "startCommand": None,
                "environmentId": self._project.environment, "source": {"image": one.image, "repo": None},
                "createdAt": one.created.isoformat(), "updatedAt": one.created.isoformat(),
                "latestDeployment": self._deployment(one.deployments[0]) if one.deployments else None}

    def _volume(self, one):
        return {"id": one.id, "name": one.name, "projectId": self._project.id, "createdAt": one.created.isoformat(),
                "volumeInstances": lambda info, **page: connection([self._volume_instance(one)])(info, **page)}

    def _volume_instance(self, one):
        return {"id": one.instance, "volumeId": one.id, "serviceId": one.service.id if one.service else None,
                "mountPath": "/var/lib/postgresql/data", "sizeMB": 5000, "currentSizeMB": 120.0, "state": one.state,
                "region": "europe-west4", "createdAt": one.created.isoformat(), "isPendingDeletion": False,
                "environmentId": self._project.environment, "volume": self._volume(one)}

    # --- Backups, recovery and workflows

    def do_bucket_s3_credentials(self, bucketId, environmentId, projectId):
        self._check(environmentId)
        found = [one for one in self._project.databases.buckets if one.id == bucketId]
        if not found or projectId != self._project.id:
            raise Denied()
        key = found[0].identity
        return [{"bucketName": found[0].name, "endpoint": self.endpoint, "region": REGION, "accessKeyId": key["accessKey"],
                 "secretAccessKey": key["secretKey"], "urlStyle": "path", "createdAt": self._project.created.isoformat()}]

    def do_volume_instance_backup_list(self, volumeInstanceId):
        return [{"id": one.id, "name": one.name, "externalId": one.id, "createdAt": one.created.isoformat(),
                 "expiresAt": one.expires.isoformat() if one.expires else None, "scheduleId": one.schedule,
                 "creatorId": None if one.schedule else self._project.user, "usedMB": one.size // 2**20,
                 "referencedMB": one.size // 2**20, "volumeInstanceSizeMB": 5000}
                for one in self._project.volume_instance(volumeInstanceId).backups]

    def do_volume_instance_backup_schedule_list(self, volumeInstanceId):
        return self._project.volume_instance(volumeInstanceId).schedules

    def do_volume_instance_backup_schedule_update(self, volumeInstanceId, kinds):
        self._project.databases.schedule(volumeInstanceId, kinds)
        return True

    def do_volume_instance_backup_create(self, volumeInstanceId, name=None):
        return self._started(self._project.databases.create_backup(volumeInstanceId, name))

    def do_volume_instance_backup_delete(self, volumeInstanceId, volumeInstanceBackupId):
        return self._started(self._project.databases.delete_backup(volumeInstanceId, volumeInstanceBackupId))

    def do_volume_instance_backup_lock(self, volumeInstanceId, volumeInstanceBackupId):
        self._project.databases.lock_backup(volumeInstanceId, volumeInstanceBackupId)
        return True

    def do_volume_instance_backup_restore(self, volumeInstanceId, volumeInstanceBackupId, **_):
        return self._started(self._project.databases.restore_in_place(volumeInstanceId, volumeInstanceBackupId))

    def do_volume_instance_pitr_restore(self, volumeInstanceId, targetTimestamp, newServiceName=None, sourceRepoPath=None):
        try:
            moment = datetime.datetime.fromisoformat(targetTimestamp)
        except (TypeError, ValueError):
            raise ValueError("targetTimestamp is not a DateTime") from None
        return self._started(self._project.databases.restore_to(volumeInstanceId, moment.astimezone(datetime.timezone.utc), newServiceName))

    def do_workflow_status(self, workflowId):
        found = self._project.workflows.get(workflowId)
        return {"status": found.status(self._pace.tick()) if found else "NotFound", "error": found.error if found else None}

    @staticmethod
    def _started(workflow):
        return {"workflowId": workflow.id}

    # --- Templates and staged changes

    def do_template(self, code=None, **_):
        if code not in ("postgres", "postgres-pitr"):
            raise ValueError("Template not found")
        return {"id": code, "code": code, "name": code, "serializedConfig": {"services": {}}}

    def do_template_deploy_v2(self, input):
        if input["templateId"] == "postgres-pitr":
            workflow = self._project.databases.enable_recovery(self._project.service(input.get("existingRootServiceId")))
        else:
            workflow = self._project.databases.new_database()
        return {"projectId": self._project.id, "workflowId": workflow.id}

    def do_environment_staged_changes(self, environmentId):
        self._check(environmentId)
        return self._patch()

    def do_environment_stage_changes(self, environmentId, input, merge=False):
        self._check(environmentId)
        self._project.stage(input, merge)
        return self._patch()

    def do_environment_patch_commit_staged(self, environmentId, commitMessage=None, skipDeploys=False):
        self._check(environmentId)
        patch, self._project.staged = self._project.staged, {}
        return self._project.commit(patch, bool(skipDeploys)).id

    def do_environment_patch_commit(self, environmentId, patch=None, commitMessage=None):
        self._check(environmentId)
        return self._project.commit(patch or {}).id

    def _patch(self):
        now = self._pace.now().isoformat()
        return {"id": self._project.environment, "status": "STAGED", "message": None, "lastAppliedError": None, "createdAt": now,
                "updatedAt": now, "environmentId": self._project.environment, "patch": lambda _, **__: self._project.staged}

    # --- Proxies

    def do_tcp_proxies(self, environmentId, serviceId):
        self._check(environmentId)
        service = self._project.service(serviceId)
        return [self._proxy(service, one) for one in service.proxies]

    def do_tcp_proxy_create(self, input):
        self._check(input["environmentId"])
        service = self._project.service(input["serviceId"])
        return self._proxy(service, self._project.open_proxy(service, input["applicationPort"]))

    def do_tcp_proxy_delete(self, id):
        self._project.close_proxy(id)
        return True

    def _proxy(self, service, one):
        port = service.cluster.port if service.cluster else 0
        status = one.course.at(self._pace.tick()) if port else "CREATING"
        return {"id": one.id, "domain": "localhost", "proxyPort": port, "applicationPort": one.port, "syncStatus": status,
                "deletedAt": None, "serviceId": service.id, "environmentId": self._project.environment}

    # --- Variables

    def do_variables(self, projectId, environmentId, serviceId=None, unrendered=False):
        self._check(environmentId)
        service = self._project.service(serviceId) if serviceId else None
        return self._project.variables(service, unrendered)

    def do_variable_upsert(self, input):
        return self._upsert(input, {input["name"]: input["value"]}, False)

    def do_variable_collection_upsert(self, input):
        return self._upsert(input, input["variables"], input.get("replace", False))

    def _upsert(self, input, variables, replace):
        self._check(input["environmentId"])
        service = self._project.service(input["serviceId"]) if input.get("serviceId") else None
        self._project.set_variables(service, variables, input.get("skipDeploys", False), replace)
        return True

    # --- Deployments

    def do_service_instance_redeploy(self, environmentId, serviceId):
        self._check(environmentId)
        self._project.deploy(self._project.service(serviceId))
        return True

    def do_service_instance_deploy_v2(self, environmentId, serviceId, commitSha=None):
        self._check(environmentId)
        return self._project.deploy(self._project.service(serviceId)).id

    def do_deployment_redeploy(self, id, **_):
        return self._deployment(self._project.deploy(self._project.deployment(id).service))

    def do_deployment_remove(self, id):
        self._project.remove_deployment(id)
        return True

    do_deployment_stop = do_deployment_remove

    def do_deployments(self, input, first=None, after=None, **_):
        wanted = input.get("status") or {}
        found = [self._deployment(each) for one in self._project.services.values()
                 if input.get("serviceId") in (None, one.id) for each in one.deployments]
        found = [one for one in found if one["status"] in wanted.get("in", [one["status"]])
                 and one["status"] not in wanted.get("notIn", [])]
        return connection(found)(None, first, after)

    def do_deployment(self, id):
        return self._deployment(self._project.deployment(id))

    def do_deployment_logs(self, deploymentId, **_):
        self._project.deployment(deploymentId)
        return []

    def _deployment(self, one):
        status, changed = one.status(self._pace.tick()), (one.changed or one.created).isoformat()
        return {"id": one.id, "status": status, "createdAt": one.created.isoformat(), "updatedAt": changed,
                "statusUpdatedAt": changed, "canRedeploy": status in ("SUCCESS", "REMOVED"), "canRollback": status == "REMOVED",
                "deploymentStopped": status == "REMOVED", "instances": [], "serviceId": one.service.id,
                "environmentId": self._project.environment, "projectId": self._project.id}

    # --- Destruction

    def do_service_delete(self, id, environmentId=None):
        if environmentId:
            self._check(environmentId)
        self._project.delete_service(id)
        return True

    def do_volume_delete(self, volumeId):
        self._project.delete_volume(volumeId)
        return True
