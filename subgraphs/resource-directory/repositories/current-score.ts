/**
 * The quality score of `care_offer` today as an SQL expression (numeric, two decimals): what policies/quality-score.ts
 * computes, for filters and means. A test holds the two together.
 */
export const currentScore = `(
  select round(
    (lasting_score + coalesce(freshness.hundredths, 0))::numeric
    / (lasting_criteria + case when freshness.hundredths is null then 0 else 1 end)) / 100
  from (select case
    when source in ('agefiph', 'france-travail') then null
    when updated_on is null then 0
    when (now() at time zone 'utc')::date - updated_on <= 180 then 100
    when (now() at time zone 'utc')::date - updated_on >= 730 then 0
    else round(100 * (730 - ((now() at time zone 'utc')::date - updated_on))::numeric / 550)
  end as hundredths) freshness)`;
