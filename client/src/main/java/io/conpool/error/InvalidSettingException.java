package io.conpool.error;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A setting has a value that the client cannot work with. Thrown while the client is
 * being built, before anything is sent.
 */
public class InvalidSettingException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private static final Duration LONGEST = Duration.ofDays(365);

	private final String setting;

	private final String value;

	private final String expected;

	/**
	 * Names the setting.
	 * @param setting path of the setting below the client's configuration, for example
	 * {@code pool.maxConnections}
	 * @param value the value it has
	 * @param expected what would be accepted, for example {@code 1 or more}
	 */
	public InvalidSettingException(String setting, @Nullable Object value, String expected) {
		super(setting + ": " + value + " (expected: " + expected + ")");
		this.setting = setting;
		this.value = String.valueOf(value);
		this.expected = expected;
	}

	/**
	 * Fails unless the condition holds.
	 * @param holds the condition
	 * @param setting path of the setting
	 * @param value its value
	 * @param expected what would be accepted
	 */
	public static void require(boolean holds, String setting, @Nullable Object value, String expected) {
		if (!holds) {
			throw new InvalidSettingException(setting, value, expected);
		}
	}

	/**
	 * Fails unless the duration is more than 0 and short enough to be counted in
	 * nanoseconds.
	 * @param setting path of the setting
	 * @param value its value
	 */
	public static void requirePositive(String setting, Duration value) {
		boolean inRange = !value.isZero() && !value.isNegative() && value.compareTo(LONGEST) <= 0;
		require(inRange, setting, value, "more than 0, at most 365 days");
	}

	/**
	 * The path of the setting.
	 * @return for example {@code pool.maxConnections}
	 */
	public String setting() {
		return this.setting;
	}

	/**
	 * The value that was refused.
	 * @return its text
	 */
	public String value() {
		return this.value;
	}

	/**
	 * What would have been accepted.
	 * @return for example {@code 1 or more}
	 */
	public String expected() {
		return this.expected;
	}

}
