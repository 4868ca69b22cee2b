;; The least that reading rows takes whose numbers are of any length: a byte is looked at once, times are 20 letters,
;; nothing is checked, the day is reckoned only when it changes. Times (i64, µs) and values (f64) go behind the text.
(module
  (memory (export "memory") 1)
  (func $two (param $at i32) (result i32)
    (i32.sub
      (i32.add
        (i32.mul (i32.load8_u (local.get $at)) (i32.const 10))
        (i32.load8_u offset=1 (local.get $at)))
      (i32.const 528)))
  ;; Days since 1970-01-01 of a civil date.
  (func $days (param $year i32) (param $month i32) (param $day i32) (result i64)
    (local $era i32) (local $of_era i32) (local $of_year i32)
    (if (i32.le_s (local.get $month) (i32.const 2))
      (then (local.set $year (i32.sub (local.get $year) (i32.const 1)))))
    (local.set $era (i32.div_s (local.get $year) (i32.const 400)))
    (local.set $of_era (i32.sub (local.get $year) (i32.mul (local.get $era) (i32.const 400))))
    (local.set $of_year
      (i32.add
        (i32.div_u
          (i32.add
            (i32.mul (i32.const 153)
              (i32.rem_u (i32.add (local.get $month) (i32.const 9)) (i32.const 12)))
            (i32.const 2))
          (i32.const 5))
        (i32.sub (local.get $day) (i32.const 1))))
    (i64.extend_i32_s
      (i32.sub
        (i32.add
          (i32.mul (local.get $era) (i32.const 146097))
          (i32.add
            (i32.sub
              (i32.add (i32.mul (local.get $of_era) (i32.const 365))
                (i32.div_u (local.get $of_era) (i32.const 4)))
              (i32.div_u (local.get $of_era) (i32.const 100)))
            (local.get $of_year)))
        (i32.const 719468))))
  (func (export "scan") (param $at i32) (param $rows i32) (param $times i32) (param $values i32)
    (local $key i64) (local $date i64) (local $day_us i64)
    (local $byte i32) (local $mantissa i32) (local $scale f64) (local $is_fraction i32)
    (loop $row
      ;; The id, up to its comma; then the quote before the time.
      (loop $id
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br_if $id (i32.ne (i32.load8_u (local.get $at)) (i32.const 44))))
      (local.set $at (i32.add (local.get $at) (i32.const 2)))
      ;; Month and day change within these eight bytes: `00-01-01`.
      (local.set $key (i64.load offset=2 (local.get $at)))
      (if (i64.ne (local.get $key) (local.get $date))
        (then
          (local.set $date (local.get $key))
          (local.set $day_us
            (i64.mul
              (call $days
                (i32.add
                  (i32.mul (call $two (local.get $at)) (i32.const 100))
                  (call $two (i32.add (local.get $at) (i32.const 2))))
                (call $two (i32.add (local.get $at) (i32.const 5)))
                (call $two (i32.add (local.get $at) (i32.const 8))))
              (i64.const 86400000000)))))
      (i64.store (local.get $times)
        (i64.add (local.get $day_us)
          (i64.mul
            (i64.extend_i32_s
              (i32.add
                (i32.mul
                  (i32.add
                    (i32.mul (call $two (i32.add (local.get $at) (i32.const 11))) (i32.const 60))
                    (call $two (i32.add (local.get $at) (i32.const 14))))
                  (i32.const 60))
                (call $two (i32.add (local.get $at) (i32.const 17)))))
            (i64.const 1000000))))
      ;; The value, up to its comma.
      (local.set $at (i32.add (local.get $at) (i32.const 22)))
      (local.set $mantissa (i32.const 0))
      (local.set $scale (f64.const 1))
      (local.set $is_fraction (i32.const 0))
      (block $valued
        (loop $digit
          (local.set $byte (i32.load8_u (local.get $at)))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (br_if $valued (i32.eq (local.get $byte) (i32.const 44)))
          (if (i32.eq (local.get $byte) (i32.const 46))
            (then (local.set $is_fraction (i32.const 1)))
            (else
              (local.set $mantissa
                (i32.add
                  (i32.mul (local.get $mantissa) (i32.const 10))
                  (i32.sub (local.get $byte) (i32.const 48))))
              (if (local.get $is_fraction)
                (then (local.set $scale (f64.mul (local.get $scale) (f64.const 10)))))))
          (br $digit)))
      (f64.store (local.get $values)
        (f64.div (f64.convert_i32_s (local.get $mantissa)) (local.get $scale)))
      ;; The rest, up to the next row.
      (loop $rest
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br_if $rest (i32.ne (i32.load8_u (local.get $at)) (i32.const 93))))
      (local.set $at (i32.add (local.get $at) (i32.const 2)))
      (local.set $times (i32.add (local.get $times) (i32.const 8)))
      (local.set $values (i32.add (local.get $values) (i32.const 8)))
      (br_if $row (local.tee $rows (i32.sub (local.get $rows) (i32.const 1)))))))
