"""The part of the System module that apps refer to: Mendix does not store it in a model."""

from __future__ import annotations

# name, generalization, whether persistable
SYSTEM_ENTITIES: tuple[tuple[str, str, bool], ...] = (
    ("System.AutoCommitEntry", "", True),
    ("System.ConsumedODataConfiguration", "", False),
    ("System.Error", "", False),
    ("System.FileDocument", "", True),
    ("System.HttpHeader", "", False),
    ("System.HttpMessage", "", False),
    ("System.HttpRequest", "System.HttpMessage", False),
    ("System.HttpResponse", "System.HttpMessage", False),
    ("System.Image", "System.FileDocument", True),
    ("System.Language", "", True),
    ("System.ODataResponse", "", False),
    ("System.Paging", "", False),
    ("System.PrivateFileDocument", "System.FileDocument", True),
    ("System.ProcessedQueueTask", "", True),
    ("System.QueuedTask", "", True),
    ("System.ScheduledEventInformation", "", True),
    ("System.Session", "", True),
    ("System.SoapFault", "System.Error", False),
    ("System.SynchronizationError", "", True),
    ("System.SynchronizationErrorFile", "System.FileDocument", True),
    ("System.Thumbnail", "System.FileDocument", True),
    ("System.TimeZone", "", True),
    ("System.TokenInformation", "", True),
    ("System.UnreferencedFile", "", True),
    ("System.User", "", True),
    ("System.UserReportInfo", "", True),
    ("System.UserRole", "", True),
    ("System.Workflow", "", True),
    ("System.WorkflowDefinition", "", True),
    ("System.WorkflowUserTask", "", True),
    ("System.WorkflowUserTaskDefinition", "", True),
    ("System.XASInstance", "", True),
)

# name, owning entity, entity it refers to, whether a set of references
SYSTEM_ASSOCIATIONS: tuple[tuple[str, str, str, bool], ...] = (
    ("System.HttpHeaders", "System.HttpHeader", "System.HttpMessage", False),
    ("System.Session_User", "System.Session", "System.User", False),
    (
        "System.SynchronizationErrorFile_SynchronizationError",
        "System.SynchronizationErrorFile",
        "System.SynchronizationError",
        False,
    ),
    ("System.Thumbnail_Image", "System.Thumbnail", "System.Image", False),
    ("System.TokenInformation_User", "System.TokenInformation", "System.User", False),
    ("System.UserReportInfo_User", "System.UserReportInfo", "System.User", False),
    ("System.UserRoles", "System.User", "System.UserRole", True),
    ("System.User_Language", "System.User", "System.Language", False),
    ("System.User_TimeZone", "System.User", "System.TimeZone", False),
    ("System.grantableRoles", "System.UserRole", "System.UserRole", True),
    ("System.Workflow_WorkflowDefinition", "System.Workflow", "System.WorkflowDefinition", False),
    ("System.WorkflowUserTask_Workflow", "System.WorkflowUserTask", "System.Workflow", False),
    ("System.WorkflowUserTask_TargetUsers", "System.WorkflowUserTask", "System.User", True),
    ("System.WorkflowUserTask_Assignees", "System.WorkflowUserTask", "System.User", True),
)
