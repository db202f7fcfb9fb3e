package io.conpool.error;

import org.jspecify.annotations.Nullable;

/**
 * A setting has a value that the client cannot work with. Thrown while the client is
 * being built, before anything is sent.
 */
public class InvalidSettingException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

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
