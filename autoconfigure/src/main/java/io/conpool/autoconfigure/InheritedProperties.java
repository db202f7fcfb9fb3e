package io.conpool.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;

/**
 * Shows the properties below {@code conpool.h2} as those of one client, but for what
 * concerns the default client alone. A property that is found this way keeps its own name
 * and origin. Immutable.
 */
class InheritedProperties implements ConfigurationPropertySource {

	private static final List<String> NOT_INHERITED = List.of("base-url", "clients", "enabled");

	final ConfigurationPropertySource source;

	private final ConfigurationPropertyName defaults;

	private final ConfigurationPropertyName client;

	/**
	 * Makes a source.
	 * @param source where the properties are
	 * @param defaults what they begin with there
	 * @param client what they begin with here
	 */
	InheritedProperties(ConfigurationPropertySource source, ConfigurationPropertyName defaults,
			ConfigurationPropertyName client) {
		this.source = source;
		this.defaults = defaults;
		this.client = client;
	}

	static InheritedProperties of(ConfigurationPropertySource source, ConfigurationPropertyName defaults,
			ConfigurationPropertyName client) {
		return (source instanceof IterableConfigurationPropertySource iterable) ? new Listed(iterable, defaults, client)
				: new InheritedProperties(source, defaults, client);
	}

	@Override
	public @Nullable ConfigurationProperty getConfigurationProperty(ConfigurationPropertyName name) {
		ConfigurationPropertyName inherited = this.client.isAncestorOf(name) ? moved(name, this.client, this.defaults)
				: null;
		return (inherited != null && isInherited(inherited)) ? this.source.getConfigurationProperty(inherited) : null;
	}

	@Override
	public ConfigurationPropertyState containsDescendantOf(ConfigurationPropertyName name) {
		return (this.client.equals(name) || this.client.isAncestorOf(name))
				? this.source.containsDescendantOf(moved(name, this.client, this.defaults))
				: ConfigurationPropertyState.ABSENT;
	}

	@Override
	public @Nullable Object getUnderlyingSource() {
		return this.source.getUnderlyingSource();
	}

	private boolean isInherited(ConfigurationPropertyName name) {
		return NOT_INHERITED.stream()
			.map(this.defaults::append)
			.noneMatch((own) -> own.equals(name) || own.isAncestorOf(name));
	}

	/** Each element as it was written, which the keys of maps need. */
	private static ConfigurationPropertyName moved(ConfigurationPropertyName name, ConfigurationPropertyName from,
			ConfigurationPropertyName to) {
		StringBuilder moved = new StringBuilder();
		append(moved, to, 0);
		append(moved, name, from.getNumberOfElements());
		return ConfigurationPropertyName.adapt(moved, '.');
	}

	private static void append(StringBuilder text, ConfigurationPropertyName name, int first) {
		for (int i = first; i < name.getNumberOfElements(); i++) {
			String element = name.getElement(i, Form.ORIGINAL);
			if (name.chop(i + 1).isLastElementIndexed()) {
				text.append('[').append(element).append(']');
			}
			else {
				text.append(text.isEmpty() ? "" : ".").append(element);
			}
		}
	}

	/** One that knows the names of its properties, which maps need. */
	private static final class Listed extends InheritedProperties implements IterableConfigurationPropertySource {

		Listed(IterableConfigurationPropertySource source, ConfigurationPropertyName defaults,
				ConfigurationPropertyName client) {
			super(source, defaults, client);
		}

		@Override
		public Stream<ConfigurationPropertyName> stream() {
			return ((IterableConfigurationPropertySource) this.source).stream()
				.filter(super.defaults::isAncestorOf)
				.filter(super::isInherited)
				.map((name) -> moved(name, super.defaults, super.client));
		}

		@Override
		public ConfigurationPropertyState containsDescendantOf(ConfigurationPropertyName name) {
			return super.containsDescendantOf(name);
		}

	}

}
