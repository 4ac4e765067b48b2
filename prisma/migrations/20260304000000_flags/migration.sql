-- Kept by the mirror: another present link is of the same person at the same institution; no user of the directory knows this link.
ALTER TABLE "link" ADD COLUMN "duplicate" BOOLEAN NOT NULL DEFAULT false, ADD COLUMN "orphan" BOOLEAN NOT NULL DEFAULT false;
