-- Not all that was unseen has been asked for: more links than `missing` may be.
ALTER TABLE "sweep_run" ADD COLUMN "missing_at_least" BOOLEAN NOT NULL DEFAULT false;
