package io.conpool.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.conpool.error.InvalidSettingException;

import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;

/**
 * Binds the clients below {@code conpool.h2.clients}. What a client does not set it has
 * from {@code conpool.h2}, wherever either stands: a client's own property in a file goes
 * before the default on the command line. A property that no client has is an error here,
 * since a misspelt one would pass for the default. Immutable.
 */
final class ClientPropertiesBinder {

	private static final ConfigurationPropertyName DEFAULTS = ConfigurationPropertyName.of("conpool.h2");

	private static final ConfigurationPropertyName CLIENTS = DEFAULTS.append("clients");

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");

	private static final List<String> SHARED = List.of("type", "event-loop-threads", "resolver");

	private final Environment environment;

	ClientPropertiesBinder(Environment environment) {
		this.environment = environment;
	}

	/**
	 * The names of the clients that have a property. Those that differ in dashes, case or
	 * underscores alone are one, as environment variables have it: the first in the order
	 * of the sources, but one that has them before one that has lost them.
	 * @return the names as they are written
	 */
	List<String> names() {
		Map<ConfigurationPropertyName, String> names = new LinkedHashMap<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream()
					.filter(CLIENTS::isAncestorOf)
					.map((name) -> name.chop(CLIENTS.getNumberOfElements() + 1))
					.forEach((client) -> names.merge(client, client.getLastElement(Form.ORIGINAL),
							(first, other) -> (other.length() > first.length()) ? other : first));
			}
		}
		return List.copyOf(names.values());
	}

	/**
	 * Binds all clients.
	 * @return their properties by name, in the order of {@link #names}
	 * @throws InvalidSettingException if a client has a name that none can have, or sets
	 * what all clients share
	 */
	Map<String, H2ClientProperties> bind() {
		Map<String, H2ClientProperties> clients = new LinkedHashMap<>();
		for (String name : names()) {
			InvalidSettingException.require(NAME.matcher(name).matches(), "clients", name,
					"names of letters, digits, '-' and '_'");
			InvalidSettingException.require(!name.equals(H2ClientRegistry.DEFAULT), "clients", name,
					"other names than that of the client which conpool.h2 itself configures");
			clients.put(name, bind(name));
		}
		return clients;
	}

	private H2ClientProperties bind(String name) {
		ConfigurationPropertyName client = CLIENTS.append(ConfigurationPropertyName.adapt(name, '.'));
		List<ConfigurationPropertySource> sources = new ArrayList<>();
		List<ConfigurationPropertySource> inherited = new ArrayList<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			requireNothingShared(source, name, client);
			sources.add(source);
			inherited.add(InheritedProperties.of(source, DEFAULTS, client));
		}
		sources.addAll(inherited);
		UnboundElementsSourceFilter checked = new UnboundElementsSourceFilter();
		return new Binder(sources, new PropertySourcesPlaceholdersResolver(this.environment)).bindOrCreate(client,
				Bindable.of(H2ClientProperties.class), new NoUnboundElementsBindHandler(BindHandler.DEFAULT,
						(source) -> !(source instanceof InheritedProperties) && checked.apply(source)));
	}

	private static void requireNothingShared(ConfigurationPropertySource source, String name,
			ConfigurationPropertyName client) {
		for (String shared : SHARED) {
			var property = source.getConfigurationProperty(client.append("transport").append(shared));
			if (property != null) {
				throw new InvalidSettingException("clients." + name + ".transport." + shared, property.getValue(),
						"left to 'conpool.h2.transport." + shared + "', since all clients share it");
			}
		}
	}

}
