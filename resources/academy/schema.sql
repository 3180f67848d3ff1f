-- The Shuttler academy: its 38 tables, columns and sequences, and nothing else yet.
-- Keys, indexes and links follow in constraints.sql, after the rows: building them once over full tables saves a third
-- of the whole time.
-- Run as one string in one transaction, in an empty database.
--
-- Hardly a column has a default: the program fills them in, so whoever inserts rows has to supply every value.

-- People.

create table owners (
    id                    serial       not null,
    name                  varchar      not null,
    email                 varchar      not null,
    phone                 varchar      not null,
    password              varchar      not null,
    specialization        varchar,
    experience_years      integer,
    status                varchar,
    profile_photo         varchar(500),
    fcm_token             varchar(500),
    academy_name          varchar(255),
    academy_address       text,
    academy_contact       varchar(50),
    academy_email         varchar(100),
    role                  varchar(20),
    must_change_password  boolean,
    storage_used_bytes    bigint,
    storage_limit_bytes   bigint,
    jwt_invalidated_at    timestamptz,
    failed_login_attempts integer,
    locked_until          timestamptz
);

create table coaches (
    id                    serial           not null,
    name                  varchar          not null,
    email                 varchar          not null,
    phone                 varchar          not null,
    password              varchar          not null,
    email_verified        boolean,
    specialization        varchar,
    experience_years      integer,
    status                varchar,
    monthly_salary        double precision,
    joining_date          date,
    profile_photo         varchar(500),
    fcm_token             varchar(500),
    jwt_invalidated_at    timestamptz,
    failed_login_attempts integer,
    locked_until          timestamptz
);

create table students (
    id                     serial       not null,
    name                   varchar      not null,
    phone                  varchar      not null,
    email                  varchar      not null,
    email_verified         boolean,
    guardian_name          varchar,
    guardian_phone         text,
    password               varchar      not null,
    added_by               varchar,
    date_of_birth          varchar,
    address                text,
    status                 varchar,
    inactive_at            timestamptz,
    rejoin_request_pending boolean,
    t_shirt_size           varchar,
    blood_group            varchar,
    profile_photo          varchar(500),
    fcm_token              varchar(500),
    jwt_invalidated_at     timestamptz,
    failed_login_attempts  integer,
    locked_until           timestamptz
);

create table sessions (
    id         serial      not null,
    name       varchar     not null,
    start_date varchar     not null,
    end_date   varchar     not null,
    status     varchar     default 'active',
    created_at timestamptz default now(),
    updated_at timestamptz
);

create table batches (
    id                  serial      not null,
    batch_name          varchar     not null,
    capacity            integer     not null,
    fees                varchar     not null,
    start_date          varchar     not null,
    timing              varchar     not null,
    period              varchar     not null,
    location            varchar,
    created_by          varchar     not null,
    assigned_coach_id   integer,
    assigned_coach_name varchar,
    session_id          integer,
    status              varchar,
    inactive_at         timestamptz
);

create table batch_coaches (
    id         serial      not null,
    batch_id   integer     not null,
    coach_id   integer     not null,
    created_at timestamptz default now()
);

create table batch_students (
    id         serial  not null,
    batch_id   integer not null,
    student_id integer not null,
    status     varchar
);

-- On court.

create table attendance (
    id         serial  not null,
    batch_id   integer not null,
    student_id integer not null,
    date       varchar not null,
    status     varchar not null,
    marked_by  varchar not null,
    remarks    text
);

create table coach_attendance (
    id        serial  not null,
    coach_id  integer not null,
    date      varchar not null,
    status    varchar not null,
    marked_by varchar,
    remarks   text
);

create table performance_skills (
    id          serial      not null,
    name        varchar     not null,
    description text,
    is_active   boolean,
    created_at  timestamptz default now()
);

create table performance (
    id          serial  not null,
    student_id  integer not null,
    batch_id    integer not null,
    date        varchar not null,
    skill       varchar not null,
    rating      integer not null,
    comments    text,
    recorded_by varchar not null
);

create table bmi_records (
    id          serial           not null,
    student_id  integer          not null,
    height      double precision not null,
    weight      double precision not null,
    bmi         double precision not null,
    date        varchar          not null,
    recorded_by varchar          not null
);

create table schedules (
    id          serial  not null,
    batch_id    integer not null,
    date        varchar not null,
    activity    varchar not null,
    description text,
    capacity    integer,
    created_by  varchar not null
);

create table leave_requests (
    id                      serial      not null,
    coach_id                integer     not null,
    coach_name              varchar     not null,
    start_date              date        not null,
    end_date                date        not null,
    leave_type              varchar(50) not null,
    reason                  text        not null,
    status                  varchar(20),
    submitted_at            timestamptz default now(),
    reviewed_by             integer,
    reviewed_at             timestamptz,
    review_notes            text,
    modification_start_date date,
    modification_end_date   date,
    modification_reason     text,
    modification_status     varchar(20),
    original_start_date     date,
    original_end_date       date,
    original_reason         text
);

create table tournaments (
    id          serial  not null,
    name        varchar not null,
    date        varchar not null,
    location    varchar not null,
    description text,
    category    varchar
);

create table video_resources (
    id            serial      not null,
    student_id    integer,
    title         varchar,
    url           varchar     not null,
    remarks       text,
    uploaded_by   integer,
    audience_type varchar(50),
    created_at    timestamptz default now(),
    batch_id      integer,
    session_id    integer
);

create table video_targets (
    id        serial  not null,
    video_id  integer not null,
    target_id integer not null
);

-- Money. Amounts are double precision and dates are text, as the program made them.

create table fees (
    id               serial           not null,
    student_id       integer          not null,
    batch_id         integer          not null,
    amount           double precision not null,
    due_date         varchar          not null,
    status           varchar          not null,
    billing_year     integer,
    billing_month    integer,
    cycle_key        varchar,
    grace_days       integer          not null,
    payee_student_id integer
);

create table fee_installments (
    id             serial           not null,
    fee_id         integer          not null,
    installment_no integer          not null,
    due_date       varchar          not null,
    amount         double precision not null,
    paid_amount    double precision not null,
    status         varchar          not null,
    created_at     timestamptz      default now()
);

create table fee_payments (
    id               serial           not null,
    fee_id           integer          not null,
    amount           double precision not null,
    paid_date        varchar          not null,
    payee_student_id integer,
    payee_name       varchar,
    payment_method   varchar,
    collected_by     varchar,
    is_cancelled     boolean,
    cancel_reason    varchar,
    created_at       timestamptz      default now()
);

create table coach_salaries (
    id           serial           not null,
    coach_id     integer          not null,
    amount       double precision not null,
    payment_date varchar          not null,
    month        varchar          not null,
    remarks      text,
    created_at   timestamptz      default now()
);

-- Joining the academy.

create table enquiries (
    id             serial  not null,
    name           varchar not null,
    phone          varchar not null,
    email          varchar,
    message        text    not null,
    status         varchar not null,
    created_at     varchar not null,
    followed_up_by varchar,
    notes          text,
    assigned_to    varchar
);

create table coach_invitations (
    id               serial  not null,
    owner_id         integer not null,
    owner_name       varchar not null,
    coach_name       varchar,
    coach_phone      varchar,
    coach_email      varchar,
    experience_years integer,
    invite_token     varchar not null,
    status           varchar,
    created_at       varchar not null
);

create table coach_registration_requests (
    id               serial      not null,
    name             varchar     not null,
    email            varchar     not null,
    phone            varchar     not null,
    password         varchar     not null,
    specialization   varchar,
    experience_years integer,
    status           varchar,
    submitted_at     timestamptz default now(),
    reviewed_by      integer,
    reviewed_at      timestamptz,
    review_notes     text
);

create table invitations (
    id            serial  not null,
    coach_id      integer not null,
    coach_name    varchar not null,
    student_phone varchar,
    student_email varchar,
    batch_id      integer,
    invite_token  varchar not null,
    status        varchar,
    created_at    varchar not null
);

create table student_registration_requests (
    id                  serial      not null,
    name                varchar     not null,
    email               varchar     not null,
    phone               varchar     not null,
    password            varchar     not null,
    status              varchar,
    submitted_at        timestamptz default now(),
    reviewed_by         integer,
    reviewed_at         timestamptz,
    review_notes        text,
    guardian_name       varchar,
    guardian_phone      varchar,
    date_of_birth       varchar,
    address             text,
    t_shirt_size        varchar,
    blood_group         varchar,
    invitation_id       integer,
    invited_by_coach_id integer
);

-- Messages and calendar.

create table announcements (
    id              serial       not null,
    title           varchar(255) not null,
    message         text         not null,
    target_audience varchar(50),
    target_batch_id integer,
    priority        varchar(20),
    created_by      integer,
    creator_type    varchar(20),
    created_at      timestamptz  default now(),
    scheduled_at    timestamptz,
    is_sent         boolean
);

create table notifications (
    id         serial       not null,
    user_id    integer      not null,
    user_type  varchar(20)  not null,
    title      varchar(255) not null,
    body       text         not null,
    type       varchar(50),
    is_read    boolean,
    created_at timestamptz  default now(),
    data       json
);

create table notification_preferences (
    id                 serial      not null,
    user_id            integer     not null,
    user_type          varchar(20) not null,
    pref_attendance    boolean     not null,
    pref_performance   boolean     not null,
    pref_bmi           boolean     not null,
    pref_announcements boolean     not null,
    pref_leave_updates boolean     not null,
    pref_fee_payments  boolean     not null,
    pref_fee_due       boolean     not null,
    updated_at         timestamptz default now()
);

create table calendar_events (
    id                       serial       not null,
    title                    varchar(255) not null,
    event_type               varchar(50)  not null,
    date                     date         not null,
    end_date                 date,
    description              text,
    created_by               integer,
    creator_type             varchar(20),
    related_leave_request_id integer,
    related_tournament_id    integer,
    related_announcement_id  integer,
    related_schedule_id      integer,
    created_at               timestamptz  default now()
);

-- Sign-ins and secrets.

create table active_sessions (
    id          serial       not null,
    user_id     integer      not null,
    user_type   varchar(20)  not null,
    jti         varchar(255) not null,
    refresh_jti varchar(255) not null,
    ip_address  varchar(100),
    user_agent  varchar(500),
    created_at  timestamptz  default now(),
    expires_at  timestamptz  not null,
    is_revoked  boolean
);

create table revoked_tokens (
    id         serial       not null,
    jti        varchar(255) not null,
    user_id    integer      not null,
    user_type  varchar(20)  not null,
    revoked_at timestamptz  default now(),
    expires_at timestamptz  not null
);

create table login_history (
    id         serial       not null,
    user_id    integer,
    user_type  varchar(50),
    ip_address varchar(100),
    user_agent varchar(500),
    status     varchar(50),
    created_at timestamptz  default now()
);

create table email_otps (
    id             serial      not null,
    email          varchar     not null,
    user_type      varchar(20) not null,
    otp_hash       varchar     not null,
    pre_auth_token varchar(64) not null,
    created_at     timestamptz default now(),
    expires_at     timestamptz not null,
    used           boolean,
    attempts       integer
);

create table password_reset_tokens (
    id         serial       not null,
    token_hash varchar(255) not null,
    email      varchar      not null,
    user_type  varchar(20)  not null,
    expires_at timestamptz  not null
);

-- Records.

create table audit_logs (
    id            serial       not null,
    user_id       integer,
    role          varchar(50),
    action        varchar(255),
    resource_type varchar(50),
    resource_id   integer,
    old_values    json,
    new_values    json,
    ip_address    varchar(100),
    created_at    timestamptz  default now()
);

create table report_history (
    id             serial       not null,
    user_id        integer      not null,
    user_role      varchar(50)  not null,
    report_type    varchar(50)  not null,
    filter_summary varchar(255),
    generated_on   timestamptz  default now(),
    report_data    json         not null,
    key_metrics    json
);

create table archive_records (
    id          serial      not null,
    entity_type varchar(50) not null,
    original_id integer     not null,
    data        json        not null,
    archived_at timestamptz default now()
);
