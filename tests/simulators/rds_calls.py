# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""RDS's operations that change something, each a method of its name: parameters in, result out, both after AWS's model."""

import re
import secrets

import rds_looks
from rds_world import ApiError, Instance

NAME = re.compile(r"[a-z](-?[a-z0-9])*$")
LONGEST_OF_A_SNAPSHOT = 255  # Instances' names have 63 letters at most.
# What a restored instance gets when it is not said (aws.md §3.3); all else is the source's.
DEFAULTS = {"MultiAZ": False, "PubliclyAccessible": True, "DeletionProtection": False, "CopyTagsToSnapshot": False,
            "IAMDatabaseAuthenticationEnabled": False, "EnabledCloudwatchLogsExports": None, "MaxAllocatedStorage": None,
            "PerformanceInsightsEnabled": False, "MonitoringInterval": 0, "CACertificateIdentifier": "rds-ca-2019"}
DEFAULT_GROUPS = {"VpcSecurityGroupIds": ["sg-default"], "DBParameterGroupName": "default.postgres15",
                  "DBSubnetGroupName": "default", "OptionGroupName": "default:postgres-15"}
GROUPS = {"VpcSecurityGroupIds": {"sg-default", "sg-0shuttler1"}, "DBParameterGroupName": {"default.postgres15", "shuttler-pg15"},
          "DBSubnetGroupName": {"default", "shuttler-private"}, "OptionGroupName": {"default:postgres-15"}}
UNKNOWN_GROUP = {"VpcSecurityGroupIds": (400, "InvalidParameterValue"), "DBParameterGroupName": (404, "DBParameterGroupNotFound"),
                 "DBSubnetGroupName": (404, "DBSubnetGroupNotFoundFault"), "OptionGroupName": (404, "OptionGroupNotFoundFault")}
SAME_NAME = ["MultiAZ", "PubliclyAccessible", "DeletionProtection", "CopyTagsToSnapshot", "DBInstanceClass", "StorageType", "Iops",
             "StorageThroughput", "AllocatedStorage", "MaxAllocatedStorage", "BackupRetentionPeriod", "PreferredBackupWindow",
             "PreferredMaintenanceWindow", "MonitoringInterval", "AutoMinorVersionUpgrade", "CACertificateIdentifier",
             "AvailabilityZone", "EngineVersion"]
OTHER_NAME = {"EnableIAMDatabaseAuthentication": "IAMDatabaseAuthenticationEnabled",
              "EnableCloudwatchLogsExports": "EnabledCloudwatchLogsExports",
              "EnablePerformanceInsights": "PerformanceInsightsEnabled"}
AT_ONCE = {"BackupRetentionPeriod", "DeletionProtection", "CopyTagsToSnapshot", "PreferredBackupWindow", "MaxAllocatedStorage",
           "PreferredMaintenanceWindow", "AutoMinorVersionUpgrade", "PubliclyAccessible"}


def refuse(code, message, status=400):
    raise ApiError(status, code, message)


def fitting_name(name, longest=63):
    if len(name) > longest or not NAME.match(name.lower()):
        refuse("InvalidParameterValue", f"The parameter DBInstanceIdentifier is not a valid identifier: {name}")
    return name.lower()


def tags_from(pairs):
    return {each["Key"]: each.get("Value", "") for each in pairs or []}


def groups_from(parameters):
    """The groups named, each of which has to exist; by RDS's parameter."""
    named = {key: parameters[key] for key in GROUPS if key in parameters}
    for key, value in named.items():
        for each in value if isinstance(value, list) else [value]:
            if each not in GROUPS[key]:
                status, code = UNKNOWN_GROUP[key]
                refuse(code, f"{key} not found: {each}", status)
    return named


def settings_from(parameters):
    renamed = {OTHER_NAME[key]: value for key, value in parameters.items() if key in OTHER_NAME}
    return {**{key: parameters[key] for key in SAME_NAME if key in parameters}, **renamed}


def check_password(password):
    if not 8 <= len(password) <= 128 or re.search(r'[/"@\s]|[^\x20-\x7e]', password):
        refuse("InvalidParameterValue", "The parameter MasterUserPassword is not a valid password. Only printable ASCII characters "
               "besides '/', '@', '\"', ' ' may be used.")


class RdsCalls(rds_looks.Looks):
    """`managed_secrets(instance, password)` makes the secret of a managed password and returns its ARN."""

    def __init__(self, world, log_secrets, managed_secrets):
        self.world, self._log_secrets, self._managed_secrets = world, log_secrets, managed_secrets

    # --- Snapshots

    def CreateDBSnapshot(self, p):
        world, instance = self.world, self.world.instance(p["DBInstanceIdentifier"])
        self._must_be(instance, {"available", "storage-optimization"})
        name = fitting_name(p["DBSnapshotIdentifier"], LONGEST_OF_A_SNAPSHOT)
        snapshot = world.new_snapshot(name, "manual", instance, tags_from(p.get("Tags")))

        def finish(backup):
            world.finish_snapshot(snapshot, instance.cluster.archive, backup)
            world.event(instance.name, "db-snapshot", "creation", "Manual snapshot created")
        world.phase(instance, "backing-up", lambda: instance.cluster.protect().backup(), finish)
        return {"DBSnapshot": self.snapshot_member(snapshot)}

    def DeleteDBSnapshot(self, p):
        snapshot = self.world.snapshot(p["DBSnapshotIdentifier"])
        if snapshot.type != "manual" or snapshot.status != "available":
            refuse("InvalidDBSnapshotState", f"{snapshot.name} is {snapshot.type} and {snapshot.status}: it cannot be deleted.")
        del self.world.snapshots[snapshot.name]
        snapshot.status = "deleted"
        return {"DBSnapshot": self.snapshot_member(snapshot)}

    # --- Restores

    def RestoreDBInstanceFromDBSnapshot(self, p):
        if ("DBSnapshotIdentifier" in p) == ("DBClusterSnapshotIdentifier" in p):
            refuse("InvalidParameterCombination", "Exactly one of DBSnapshotIdentifier and DBClusterSnapshotIdentifier is needed.")
        if "DBClusterSnapshotIdentifier" in p:
            refuse("DBClusterSnapshotNotFoundFault", f"{p['DBClusterSnapshotIdentifier']} not found.", 404)
        snapshot = self.world.snapshot(p["DBSnapshotIdentifier"])
        if snapshot.status != "available":
            refuse("InvalidDBSnapshotState", f"{snapshot.name} is {snapshot.status}.")
        return self._restored(p["DBInstanceIdentifier"], p, snapshot.settings, snapshot.tags, snapshot.archive, snapshot.backup,
                              f"Restored from snapshot {snapshot.name}")

    def RestoreDBInstanceToPointInTime(self, p):
        automated = self._source_of(p)
        earliest, latest = self.world.window(automated)
        if ("RestoreTime" in p) == bool(p.get("UseLatestRestorableTime")):
            refuse("InvalidParameterCombination", "Exactly one of RestoreTime and UseLatestRestorableTime is needed.")
        moment = p.get("RestoreTime", automated.archive.newest)
        if earliest is None or "RestoreTime" in p and not earliest <= moment < latest:
            refuse("InvalidParameterValue", f"The specified instance cannot be restored to {moment}: the window is {earliest} to {latest}.")
        source = automated.instance
        return self._restored(p["TargetDBInstanceIdentifier"], p, source.settings, source.tags, automated.archive, moment,
                              f"Restored from DB instance {source.name} to {moment:%Y-%m-%d %H:%M:%S} UTC")

    def _source_of(self, p):
        sources = {"SourceDBInstanceIdentifier", "SourceDbiResourceId", "SourceDBInstanceAutomatedBackupsArn"} & set(p)
        if len(sources) != 1:
            refuse("InvalidParameterCombination", "Exactly one source is needed.")
        if "SourceDBInstanceIdentifier" in p:
            wanted = self.world.instance(p["SourceDBInstanceIdentifier"]).automated
        elif "SourceDbiResourceId" in p:
            wanted = next((each for each in self.world.automated if each.instance.resource_id == p["SourceDbiResourceId"]), None)
            if wanted is None and p["SourceDbiResourceId"] not in [each.resource_id for each in self.world.instances]:
                refuse("DBInstanceNotFound", f"{p['SourceDbiResourceId']} not found.", 404)
        else:
            refuse("DBInstanceAutomatedBackupNotFound", "No such replicated backup in this region.", 404)
        if wanted is None:
            refuse("PointInTimeRestoreNotEnabled", "The source has a BackupRetentionPeriod of 0.")
        return wanted

    def _restored(self, name, p, source, source_tags, archive, to, event):
        world = self.world
        groups = {**DEFAULT_GROUPS, **groups_from(p)}
        if p.get("MultiAZ") and "AvailabilityZone" in p:
            refuse("InvalidParameterCombination", "AvailabilityZone cannot be given with MultiAZ.")
        if p.get("AllocatedStorage", 10 ** 6) < source["AllocatedStorage"]:
            refuse("InvalidParameterValue", "AllocatedStorage cannot be smaller than the source's.")
        settings = {**source, **DEFAULTS, **settings_from(p), **rds_looks.group_members(groups)}
        if p.get("DBParameterGroupName") and world.options["pendingReboot"]:
            settings["DBParameterGroups"][0]["ParameterApplyStatus"] = "pending-reboot"
        tags = tags_from(p["Tags"]) if "Tags" in p else source_tags
        instance = world.add(Instance(fitting_name(name), settings, tags))
        place = world.place_of(instance.name)

        def work():
            cluster = world.clusters.restore(archive, to)
            cluster.restart(*place)
            return cluster
        world.phase(instance, "creating", work, lambda cluster: world.adopt(instance, cluster))
        world.phase(instance, "modifying", after=lambda _: world.event(instance.name, "db-instance", "restoration", event))
        if world.options["unknownStatus"]:
            world.phase(instance, world.options["unknownStatus"], seconds=60)
        if settings["BackupRetentionPeriod"]:
            world.begin_automated_backups(instance)
        return {"DBInstance": self.instance_member(instance)}

    # --- Changes

    def ModifyDBInstance(self, p):
        instance = self.world.instance(p["DBInstanceIdentifier"])
        self._must_be(instance, {"available", "storage-optimization", "stopped"})
        groups = groups_from(p)
        wishes = settings_from(p)
        if not 0 <= wishes.get("BackupRetentionPeriod", 0) <= 35:
            refuse("InvalidParameterValue", "Invalid backup retention period: it must be between 0 and 35 inclusive.")
        name = fitting_name(p["NewDBInstanceIdentifier"]) if "NewDBInstanceIdentifier" in p else None
        if name and any(each.name == name and each is not instance for each in self.world.instances):
            refuse("DBInstanceAlreadyExists", f"DB instance already exists: {name}")
        password = self._password_wished(p)
        now = p.get("ApplyImmediately", False)
        retention_before = instance.settings["BackupRetentionPeriod"]
        instance.settings.update(rds_looks.group_members(groups))
        for key, value in wishes.items():
            turns_backups = key == "BackupRetentionPeriod" and (value == 0) != (retention_before == 0)
            if now or (key in AT_ONCE and not turns_backups):
                instance.settings[key] = value
            else:
                instance.pending[key] = value
        self._change(instance, wishes, password, retention_before)
        if name and now:
            self._rename(instance, name)
        elif name:
            instance.pending["DBInstanceIdentifier"] = name
        return {"DBInstance": self.instance_member(instance)}

    def _password_wished(self, p):
        if "MasterUserPassword" in p and p.get("ManageMasterUserPassword"):
            refuse("InvalidParameterCombination", "MasterUserPassword and ManageMasterUserPassword exclude each other.")
        if "MasterUserPassword" in p:
            check_password(p["MasterUserPassword"])
            return self._log_secrets.add(p["MasterUserPassword"])
        return True if p.get("ManageMasterUserPassword") else None

    def _change(self, instance, wishes, password, retention_before):
        world = self.world
        if wishes:
            world.phase(instance, "modifying")
        if password is not None:
            self._set_password(instance, password)
        retention = instance.settings["BackupRetentionPeriod"]
        if retention and not retention_before:
            world.event(instance.name, "db-instance", "configuration change", "Enabled automated backups")
            world.begin_automated_backups(instance)
        elif retention_before and not retention:
            world.event(instance.name, "db-instance", "configuration change", "Disabled automated backups")
            world.end_automated_backups(instance)

    def _set_password(self, instance, password):
        managed = password is True
        plain = self._log_secrets.add(secrets.token_urlsafe(24)) if managed else password
        if managed:
            instance.secret = {"SecretArn": self._managed_secrets(instance, plain), "SecretStatus": "creating"}
        else:
            instance.pending["MasterUserPassword"] = "****"

        def done(_):
            instance.pending.pop("MasterUserPassword", None)
            instance.secret = {**instance.secret, "SecretStatus": "active"} if managed else None
        self.world.phase(instance, "resetting-master-credentials",
                         lambda: instance.cluster.set_password(instance.settings["MasterUsername"], plain), done)

    def _rename(self, instance, name):
        place = self.world.place_of(name)
        self.world.phase(instance, "renaming", lambda: instance.cluster.restart(*place), lambda _: self.world.rename(instance, name))
        self.world.phase(instance, "rebooting")

    def RebootDBInstance(self, p):
        instance = self.world.instance(p["DBInstanceIdentifier"])
        self._must_be(instance, {"available", "storage-optimization", "incompatible-parameters"})

        def settled(_):
            instance.settings["DBParameterGroups"][0]["ParameterApplyStatus"] = "in-sync"
        self.world.phase(instance, "rebooting", lambda: instance.cluster.restart(), settled)
        return {"DBInstance": self.instance_member(instance)}

    def StopDBInstance(self, p):
        return self._rest(p, {"available"}, "stopping", "stopped", lambda cluster: cluster.stop())

    def StartDBInstance(self, p):
        return self._rest(p, {"stopped"}, "starting", "available", lambda cluster: cluster.start())

    def _rest(self, p, allowed, status, rests_as, work):
        instance = self.world.instance(p["DBInstanceIdentifier"])
        self._must_be(instance, allowed)
        self.world.phase(instance, status, lambda: work(instance.cluster), lambda _: setattr(instance, "rests_as", rests_as))
        return {"DBInstance": self.instance_member(instance)}

    def DeleteDBInstance(self, p):
        world, instance = self.world, self.world.instance(p["DBInstanceIdentifier"])
        final = p.get("FinalDBSnapshotIdentifier")
        if instance.settings["DeletionProtection"]:
            refuse("InvalidParameterCombination", "Cannot delete protected DB Instance, please disable deletion protection and try again.")
        if bool(final) == p.get("SkipFinalSnapshot", False):
            refuse("InvalidParameterCombination", "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified, and not allowed with it.")
        if "deleting" in [each.status for each in instance.phases]:
            refuse("InvalidDBInstanceState", f"Instance {instance.name} is already being deleted.")
        if final and instance.status in ("creating", "failed", "restore-error", "incompatible-restore", "incompatible-network"):
            refuse("InvalidDBInstanceState", f"Cannot create a final snapshot: instance {instance.name} is {instance.status}.")
        if final:
            self._take_final(instance, world.new_snapshot(fitting_name(final, LONGEST_OF_A_SNAPSHOT), "manual", instance, instance.tags))
        world.phase(instance, "deleting", lambda: instance.cluster and instance.cluster.destroy(),
                    lambda _: self._gone(instance, retain=not p.get("DeleteAutomatedBackups", True)))
        return {"DBInstance": self.instance_member(instance)}

    def _take_final(self, instance, snapshot):
        def work():
            if not instance.cluster.is_running:
                instance.cluster.start()
            return instance.cluster.protect().backup()
        self.world.phase(instance, "backing-up", work,
                         lambda backup: self.world.finish_snapshot(snapshot, instance.cluster.archive, backup))

    def _gone(self, instance, retain):
        self.world.end_automated_backups(instance, retain)
        self.world.remove(instance)

    def AddTagsToResource(self, p):
        self.world.resource(p["ResourceName"]).tags.update(tags_from(p["Tags"]))
        return {}

    @staticmethod
    def _must_be(instance, allowed):
        if instance.status not in allowed:
            refuse("InvalidDBInstanceState", f"Instance {instance.name} is not in {' or '.join(sorted(allowed))} state (it is {instance.status}).")
