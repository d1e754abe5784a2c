-- Nothing to bring back: the generation before is made anew by the next build.
SELECT 1;
