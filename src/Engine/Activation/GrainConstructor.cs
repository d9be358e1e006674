using System.Linq.Expressions;
using System.Reflection;
using CityActors.Engine.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Providers;
using Orleans.Runtime;
using Orleans.Storage;

namespace CityActors.Engine.Activation;

/// <summary>Compiles, once per grain class, the function that creates a grain from services and stored states.</summary>
internal static class GrainConstructor
{
    private static readonly ParameterExpression Activation = Expression.Parameter(typeof(GrainActivation), "activation");

    public static Func<GrainActivation, object> Compile(Type type, IServiceProvider services)
    {
        var constructors = type.GetConstructors();
        var marked = constructors.Where(c => c.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute))).ToArray();
        var constructor = marked.Length == 1 ? marked[0] : constructors is [var only] ? only : throw new OrleansConfigurationException(
            $"Grain class {type} must have one public constructor, or mark one with [ActivatorUtilitiesConstructor].");
        var arguments = constructor.GetParameters().Select(parameter => Argument(type, parameter, services));
        var create = Expression.Convert(Expression.New(constructor, arguments), typeof(object));
        return Expression.Lambda<Func<GrainActivation, object>>(create, Activation).Compile();
    }

    private static Expression Argument(Type grain, ParameterInfo parameter, IServiceProvider services)
    {
        var type = parameter.ParameterType;
        if (parameter.GetCustomAttribute<PersistentStateAttribute>() is { } state)
        {
            return Facet(grain, parameter, state, services);
        }

        if (type == typeof(IGrainContext))
        {
            return Expression.Convert(Activation, type);
        }

        if (type == typeof(IServiceProvider))
        {
            return Expression.Constant(services, type);
        }

        var key = parameter.GetCustomAttribute<FromKeyedServicesAttribute>();
        RequireService(grain, parameter, key?.Key, services);
        Func<object?> get = key is null
            ? () => services.GetService(type)
            : () => ((IKeyedServiceProvider)services).GetKeyedService(type, key.Key);
        var value = Expression.Invoke(Expression.Constant(get));
        return parameter.HasDefaultValue
            ? Expression.Convert(Expression.Coalesce(value, Expression.Constant(parameter.DefaultValue, typeof(object))), type)
            : Expression.Convert(value, type);
    }

    private static Expression Facet(Type grain, ParameterInfo parameter, PersistentStateAttribute state, IServiceProvider services)
    {
        var type = parameter.ParameterType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IPersistentState<>))
        {
            throw new OrleansConfigurationException(
                $"Parameter '{parameter.Name}' of {grain} has [PersistentState] but is not an IPersistentState<T>.");
        }

        var name = state.StorageName ?? ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME;
        var storage = services.GetKeyedService<IGrainStorage>(name)
            ?? (state.StorageName is null ? services.GetService<IGrainStorage>() : null)
            ?? throw new OrleansConfigurationException(
                $"Grain {grain.Name} keeps state '{state.StateName}' in storage '{name}', which the silo does not have; add a storage of that name.");
        var stateType = type.GetGenericArguments()[0];
        var kind = typeof(StateKind<>).MakeGenericType(stateType);
        var shared = Activator.CreateInstance(kind, state.StateName, name, storage)!;
        var constructor = typeof(PersistentState<>).MakeGenericType(stateType).GetConstructors()[0];
        return Expression.Convert(Expression.New(constructor, Activation, Expression.Constant(shared)), type);
    }

    private static void RequireService(Type grain, ParameterInfo parameter, object? key, IServiceProvider services)
    {
        var type = parameter.ParameterType;
        var known = key is null
            ? services.GetService<IServiceProviderIsService>()?.IsService(type)
            : services.GetService<IServiceProviderIsKeyedService>()?.IsKeyedService(type, key);
        if (known == false && !parameter.HasDefaultValue)
        {
            throw new OrleansConfigurationException(
                $"Grain {grain.Name} asks for {type} ('{parameter.Name}'{(key is null ? string.Empty : $", key '{key}'")}), which is not registered; add it to the services.");
        }
    }
}
