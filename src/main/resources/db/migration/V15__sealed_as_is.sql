-- What is sealed looks like noise: to try to compress it costs time and gains nothing.
alter table report alter column sealed_content set storage external;
alter table report alter column sealed_payload set storage external;
alter table cases alter column sealed_content set storage external;
alter table cases alter column sealed_result set storage external;
alter table delivery alter column sealed_body set storage external;
alter table attempt alter column sealed_answer set storage external;
alter table delivery alter column sealed_note set storage external;
