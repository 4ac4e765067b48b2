-- While Belvo gives no answer a batch is held until then, and asks only whether Belvo answers again.
-- silences: so many links were asked for in a row without an answer.
ALTER TABLE "batch" ADD COLUMN "held_until" TIMESTAMPTZ(6), ADD COLUMN "silences" INTEGER NOT NULL DEFAULT 0;
