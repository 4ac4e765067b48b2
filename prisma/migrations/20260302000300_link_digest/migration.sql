-- Of what Belvo said of a link when it was last written: a sweep compares 16 bytes a link instead of the whole of it. Null where nobody has.
ALTER TABLE "link" ADD COLUMN "digest" UUID;
