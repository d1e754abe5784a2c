-- Ends what a process that died still has the server insert into {tables}: it would go on into tables that were emptied since.
KILL QUERY
WHERE current_database = currentDatabase() AND user = currentUser() AND query_kind = 'Insert' AND has({tables:Array(String)}, extract(query, 'INSERT INTO (\\w+)'))
SYNC
