-- One place in the sliding log of a Belvo host. Returns 0 where granted, otherwise the milliseconds that are
-- still to be waited, as far as is known: who may not wait so long gives up at once, everybody else asks again every second.
-- Priority 0 member, 1 repair visitor, 2 webhook re-read, 3 sweep; 2 and 3 are paced evenly; two places are the members' alone.
CREATE OR REPLACE FUNCTION acquire_belvo(p_host text, p_priority smallint, p_waiter uuid, p_limit integer, p_cost integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  -- Half a second more than Belvo's window: a request is counted when granted and sent a moment later.
  span CONSTANT interval := interval '30.5 seconds';
  patience CONSTANT interval := interval '3 seconds';
  t timestamptz;
  host_row belvo_host;
  allowed integer := p_limit - CASE WHEN p_priority = 0 THEN 0 ELSE 2 END;
  paced boolean := p_priority >= 2;
  free_at timestamptz;
  wait_until timestamptz;
BEGIN
  INSERT INTO belvo_host (host) VALUES (p_host) ON CONFLICT DO NOTHING;
  SELECT * INTO host_row FROM belvo_host WHERE host = p_host FOR UPDATE;
  t := clock_timestamp();
  wait_until := host_row.paused_until;

  -- The place is free once the request that is `allowed - cost + 1` from the newest has left the window.
  SELECT at + span INTO free_at FROM belvo_request WHERE host = p_host AND at > t - span ORDER BY at DESC OFFSET greatest(allowed - p_cost, 0) LIMIT 1;
  wait_until := greatest(wait_until, free_at);
  IF paced THEN
    wait_until := greatest(wait_until, host_row.last_grant_at + span * p_cost / allowed);
  END IF;
  IF EXISTS (
    SELECT FROM belvo_waiter w WHERE w.host = p_host AND w.id <> p_waiter AND w.until > t
      AND (w.priority < p_priority OR (w.priority = p_priority AND w.since < coalesce((SELECT since FROM belvo_waiter WHERE host = p_host AND id = p_waiter), t)))
  ) THEN
    wait_until := greatest(wait_until, t + interval '100 milliseconds');
  END IF;

  IF wait_until > t THEN
    INSERT INTO belvo_waiter VALUES (p_host, p_waiter, p_priority, t, t + patience)
      ON CONFLICT (host, id) DO UPDATE SET until = excluded.until;
    RETURN least(2000000000, ceil(extract(epoch FROM wait_until - t) * 1000))::integer;
  END IF;

  INSERT INTO belvo_request (host, at, priority) SELECT p_host, t, p_priority FROM generate_series(1, p_cost);
  DELETE FROM belvo_waiter WHERE host = p_host AND (id = p_waiter OR until < t);
  DELETE FROM belvo_request WHERE host = p_host AND at < t - interval '2 minutes';
  IF paced THEN
    UPDATE belvo_host SET last_grant_at = t WHERE host = p_host;
  END IF;
  RETURN 0;
END $$;

-- No pause is longer than ten minutes, whatever Belvo's Retry-After said.
UPDATE belvo_host SET paused_until = least(paused_until, clock_timestamp() + interval '10 minutes') WHERE paused_until IS NOT NULL;
