-- Where the widget says that the customer was: a rumour, kept apart from the institution that the session was opened for.
ALTER TABLE "repair_session" ADD COLUMN "reported_institution" TEXT;
