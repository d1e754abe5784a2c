-- the questions of the markets of some conditions
SELECT condition_id, question FROM markets_dim FINAL WHERE condition_id IN {conditions:Array(String)}
