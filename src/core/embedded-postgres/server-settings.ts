/** What differs between one run and another. */
export interface ServerSettings {
  /** In the titles that processes show, so that they can be told apart. */
  clusterName: string
  socketFolder: string
  logFolder: string
  connectionsMax: number
  /** The programs that run with these settings; a change of them is a change of settings. */
  programs: string
}

const LOG_FILE_KB_MAX = 10_240

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

/** The whole of `postgresql.conf`. Ours alone: it is written anew at every start. */
export const postgresqlConf = (settings: ServerSettings): string => `\
# Written by Trunkline at every start; changes here are lost. For a PostgreSQL of your own set DATABASE_URL.
# ${settings.programs}
cluster_name = ${quoted(settings.clusterName)}

# Reached over one private Unix socket and in no other way.
listen_addresses = ''
unix_socket_directories = ${quoted(settings.socketFolder)}
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
max_connections = ${settings.connectionsMax}

# A commit is on the disk when it is answered.
fsync = on
synchronous_commit = on
full_page_writes = on

# Recycled log files are old blocks to be read before they are written, which costs more than new ones on most disks.
wal_recycle = off
min_wal_size = '128MB'
# After a checkpoint the first write to a page logs the whole page: with the load that one machine bears, one in minutes.
max_wal_size = '3GB'
checkpoint_timeout = '10min'
checkpoint_completion_target = 0.9

# One small machine shared with the server itself: short statements, no parallel plans, nothing compiled.
shared_buffers = '256MB'
effective_cache_size = '1GB'
work_mem = '8MB'
maintenance_work_mem = '64MB'
jit = off
max_parallel_workers_per_gather = 0
random_page_cost = 1.1

# Values are personal data, and a log cannot forget: no parameters, no details, no statements, and of messages only
# those about the server itself.
logging_collector = on
log_directory = ${quoted(settings.logFolder)}
log_filename = 'postgresql-%Y%m%dT%H%M%S.log'
log_file_mode = 0600
log_rotation_age = 0
log_rotation_size = ${LOG_FILE_KB_MAX}
log_error_verbosity = terse
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_min_messages = log
log_min_error_statement = panic
log_statement = none
log_checkpoints = off
log_connections = ''
log_line_prefix = '%m [%p] '
log_timezone = 'UTC'

timezone = 'UTC'
lc_messages = 'C'
`

/** Everybody, also a superuser, proves the password; over the socket, the only way in. */
export const PG_HBA = 'local all all scram-sha-256\n'
